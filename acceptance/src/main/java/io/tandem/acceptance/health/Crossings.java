package io.tandem.acceptance.health;

import io.tandem.acceptance.testbed.Testbed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How soon reports of each of the two machines show on the other one. Thread-safe; runs
 * until closed.
 */
public final class Crossings implements AutoCloseable {

	private final CrossingWatch mainpc;

	private final CrossingWatch pc2;

	public Crossings(Testbed testbed) {
		this.mainpc = new CrossingWatch("mainpc", testbed.pc2);
		this.pc2 = new CrossingWatch("pc2", testbed.mainpc);
	}

	/** Returns who watches, by the machine that is reported on. */
	Map<String, CrossingWatch> watches() {
		return Map.of("mainpc", this.mainpc, "pc2", this.pc2);
	}

	/** Returns what has been seen so far, in both directions. */
	List<Crossing> all() {
		List<Crossing> all = new ArrayList<>(this.mainpc.crossings());
		all.addAll(this.pc2.crossings());
		return all;
	}

	/**
	 * Returns within how many milliseconds 99 of 100 reports were seen that were sent
	 * since then, by {@link System#nanoTime()}; 0 if there were none, and never less than
	 * five seconds if more than one in a hundred was not seen at all.
	 */
	public double p99Since(long nanos) {
		Quantiles seen = Quantiles.latency(all().stream().filter((each) -> each.sentAt() - nanos >= 0).toList());
		boolean isSeen = seen.unseen() * 100L <= seen.seen() + seen.unseen();
		return isSeen ? seen.p99() : Math.max(seen.p99(), CrossingWatch.GIVE_UP.toMillis());
	}

	@Override
	public void close() throws InterruptedException {
		this.mainpc.close();
		this.pc2.close();
	}

}
