package io.tandem.failover.control;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tandem.failover.decision.Transition;
import io.tandem.failover.decision.Transition.Change;
import io.tandem.failover.detection.Observation.Cause;
import io.tandem.failover.detection.Observation.Result;
import io.tandem.failover.detection.Tier;
import java.util.concurrent.TimeUnit;

/** Counts what deciding does. Thread-safe. */
final class ControlMeters {

	private final MeterRegistry registry;

	private final Timer apply;

	private final Counter faults;

	private final Counter notStored;

	ControlMeters(MeterRegistry registry) {
		this.registry = registry;
		this.apply = Timer.builder("tandem.failover.apply")
			.description("From a decision to its being stored and applied")
			.publishPercentileHistogram()
			.register(registry);
		this.faults = Counter.builder("tandem.failover.faults")
			.description("Steps of the engine that threw: a fault of the service itself")
			.register(registry);
		this.notStored = Counter.builder("tandem.failover.unstored")
			.description("Decisions that were applied before they were stored, because storing took too long")
			.register(registry);
	}

	void fault() {
		this.faults.increment();
	}

	void notStored(int decisions) {
		this.notStored.increment(decisions);
	}

	void applied(Transition transition, long nanos) {
		this.apply.record(Math.max(0, nanos), TimeUnit.NANOSECONDS);
		Counter.builder("tandem.failover.transitions")
			.description("Decisions, by what they change and by the rule that made them")
			.tag("kind", kind(transition.change()))
			.tag("trigger", transition.trigger())
			.register(this.registry)
			.increment();
	}

	static String kind(Change change) {
		return switch (change) {
			case Change.OfTier _ -> "tier";
			case Change.OfRoute _ -> "route";
			case Change.OfOverride _ -> "override";
		};
	}

	void probed(Tier tier, Result result, long nanos) {
		Timer.builder("tandem.failover.probe")
			.description("Probes, from sending to their end")
			.tag("tier", tier.toString())
			.tag("outcome", switch (result) {
				case Result.Success _ -> "success";
				case Result.Failure failure -> Words.of(failure.kind());
			})
			.register(this.registry)
			.record(nanos, TimeUnit.NANOSECONDS);
	}

	void stalled(Cause cause, long nanos) {
		Timer.builder("tandem.failover.stalls")
			.description("How often and for how long this process stood still")
			.tag("cause", Words.of(cause))
			.register(this.registry)
			.record(nanos, TimeUnit.NANOSECONDS);
	}

	void clockJump() {
		Counter.builder("tandem.failover.clock.jumps")
			.description("How often the wall clock was set by more than half a second")
			.register(this.registry)
			.increment();
	}

	void subscriberDropped() {
		Counter.builder("tandem.failover.stream.dropped")
			.description("Subscribers of the event stream that were too slow and were let go")
			.register(this.registry)
			.increment();
	}

	void traceDropped() {
		Counter.builder("tandem.failover.trace.dropped")
			.description("Lines that are not in the trace because the disk was slow or failed")
			.register(this.registry)
			.increment();
	}

	void viewPublished(String outcome) {
		Counter.builder("tandem.failover.views.published")
			.description("This machine's view, told to its peers over NATS")
			.tag("outcome", outcome)
			.register(this.registry)
			.increment();
	}

	void peerAnswer(String peer, String outcome) {
		Counter.builder("tandem.failover.views.received")
			.description("Views of peers by the way they came, and tries that brought none")
			.tag("peer", peer)
			.tag("outcome", outcome)
			.register(this.registry)
			.increment();
	}

}
