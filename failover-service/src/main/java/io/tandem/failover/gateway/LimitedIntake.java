package io.tandem.failover.gateway;

import io.tandem.ingest.PushedBy;
import io.tandem.ingest.PushedRecord;
import io.tandem.ingest.RecordIntake;
import io.tandem.wire.remotewrite.WriteSummary;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Turns away what a sender pushes beyond its limit, before it costs the spool anything.
 * Senders that are no agents of this machine share one allowance, so there are never more
 * than agents and one. A sender says itself who it is: this keeps mistakes away from
 * others, not malice. Thread-safe.
 */
final class LimitedIntake implements RecordIntake {

	private static final String OTHERS = "";

	private final RecordIntake spool;

	private final LocalAgents agents;

	private final LimitProperties limits;

	private final LongSupplier nanos;

	private final Map<String, SampleAllowance> allowances = new ConcurrentHashMap<>();

	LimitedIntake(RecordIntake spool, LocalAgents agents, LimitProperties limits, LongSupplier nanos) {
		this.spool = spool;
		this.agents = agents;
		this.limits = limits;
		this.nanos = nanos;
	}

	@Override
	public boolean wantsPushedBy() {
		return true;
	}

	@Override
	public Outcome accept(PushedRecord record) {
		WriteSummary summary = record.summary();
		if (summary.series() > this.limits.maxSeries()) {
			return new Outcome.Impossible("too-many-series", "a push may have so many series at most: series="
					+ summary.series() + " at most " + this.limits.maxSeries());
		}
		String agent = nameOf(record.by());
		long now = this.nanos.getAsLong();
		int perSecond = agent.equals(OTHERS) ? this.limits.otherSamplesPerSecond() : this.limits.samplesPerSecond();
		Duration wait = this.allowances
			.computeIfAbsent(agent, (name) -> new SampleAllowance(perSecond, this.limits.burst(), now))
			.take(summary.samples() + summary.histograms(), now);
		if (wait.isPositive()) {
			return new Outcome.TooMany("agent-rate",
					(agent.equals(OTHERS) ? "senders that are no agents of this machine" : agent)
							+ " may push so many samples a second: " + perSecond,
					wait);
		}
		return this.spool.accept(record);
	}

	private String nameOf(@Nullable PushedBy by) {
		String name = (by != null) ? this.agents.nameOf(by) : null;
		return (name != null) ? name : OTHERS;
	}

}
