package io.tandem.acceptance.fleet;

import java.util.BitSet;
import org.HdrHistogram.Histogram;

/**
 * What one agent has sent, and what of it was acknowledged. Confined to the agent's
 * thread while that runs.
 */
public final class Tally {

	private final String machine;

	private final String agent;

	private final BitSet acknowledged = new BitSet();

	private final BitSet failed = new BitSet();

	private final Histogram latency = new Histogram(3);

	private long lastHealthSequence;

	private long healthReports;

	private long fellBack;

	Tally(String machine, String agent) {
		this.machine = machine;
		this.agent = agent;
	}

	void acknowledged(long number, long nanos) {
		this.acknowledged.set(Math.toIntExact(number));
		this.latency.recordValue(nanos / 1000);
	}

	void failed(long number) {
		this.failed.set(Math.toIntExact(number));
	}

	void fellBack() {
		this.fellBack++;
	}

	void reported(long sequence) {
		this.lastHealthSequence = sequence;
		this.healthReports++;
	}

	public String machine() {
		return this.machine;
	}

	public String agent() {
		return this.agent;
	}

	/** Returns the numbers of the pushes that were answered 2xx. */
	public BitSet acknowledged() {
		return this.acknowledged;
	}

	/** Returns the numbers of the pushes that were not answered 2xx. */
	public BitSet failed() {
		return this.failed;
	}

	/** Returns how long the acknowledged pushes took, in microseconds. */
	public Histogram latency() {
		return this.latency;
	}

	/**
	 * Returns the sequence of the last acknowledged health report, 0 if there is none.
	 */
	public long lastHealthSequence() {
		return this.lastHealthSequence;
	}

	/** Returns how many of the acknowledged pushes a hub took, past the gateway. */
	public long fallenBack() {
		return this.fellBack;
	}

	/** Returns how many health reports were acknowledged. */
	public long healthReports() {
		return this.healthReports;
	}

}
