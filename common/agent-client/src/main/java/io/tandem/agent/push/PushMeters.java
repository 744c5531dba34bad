package io.tandem.agent.push;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.concurrent.atomic.LongAdder;

/** Shows who takes the pushes, what waits and what was dropped. */
public final class PushMeters implements MeterBinder {

	private final BufferedPush push;

	public PushMeters(BufferedPush push) {
		this.push = push;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (DropReason reason : DropReason.values()) {
			FunctionCounter.builder("tandem.agent.dropped", this.push, (push) -> push.dropped(reason))
				.description("Samples that were dropped")
				.baseUnit("samples")
				.tag("reason", reason.word())
				.register(registry);
		}
		Gauge.builder("tandem.agent.buffer.size", this.push, BufferedPush::bufferedBytes)
			.description("Bodies that nobody has taken yet")
			.baseUnit("bytes")
			.register(registry);
		for (Target target : this.push.client().targets()) {
			pushes(registry, target, "accepted", target.accepted);
			pushes(registry, target, "rejected", target.rejected);
			pushes(registry, target, "failed", target.failed);
		}
	}

	private static void pushes(MeterRegistry registry, Target target, String outcome, LongAdder count) {
		FunctionCounter.builder("tandem.agent.pushes", count, LongAdder::sum)
			.description("Requests, by who was asked and what it answered")
			.tag("target", target.name())
			.tag("outcome", outcome)
			.register(registry);
	}

}
