package io.tandem.healthsync.desk;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tandem.healthsync.incident.Command;
import io.tandem.healthsync.incident.EngineState;
import java.util.Collection;
import java.util.Locale;
import java.util.function.Supplier;

/** The meters of the incidents. Thread-safe. */
final class DeskMeters {

	private final MeterRegistry registry;

	DeskMeters(MeterRegistry registry) {
		this.registry = registry;
	}

	void watch(Collection<?> queue) {
		Gauge.builder("tandem.incidents.waiting", queue, Collection::size)
			.description("Observations that wait for the incident engine")
			.register(this.registry);
	}

	void watch(Supplier<EngineState> state) {
		gauge("tandem.incidents.open", "Incidents that are not over", () -> state.get().active().size());
		gauge("tandem.incidents.opening", "What may become an incident", () -> state.get().opening().size());
		gauge("tandem.incidents.symptoms", "Nodes that fail now", () -> state.get().symptoms().size());
		gauge("tandem.incidents.passed", "What the engine had no room for since the start",
				() -> state.get().passedOver());
	}

	private void gauge(String name, String description, Supplier<Number> value) {
		Gauge.builder(name, value).description(description).register(this.registry);
	}

	/** Counts what the engine has decided. */
	void count(Command command) {
		Counter.builder("tandem.incidents.decisions")
			.description("What the incident engine decided: open, update, escalate, close, summarise")
			.tag("kind", command.getClass().getSimpleName().toLowerCase(Locale.ROOT))
			.register(this.registry)
			.increment();
	}

	/**
	 * Counts what became of something that a person said.
	 * @param outcome {@code told} to this machine's event stream, or {@code failed} to
	 * be; {@code heard} from a stream, {@code dropped} for want of room, or
	 * {@code invalid}
	 */
	void answer(String outcome) {
		Counter.builder("tandem.incidents.answers")
			.description("Acknowledgements and silences on their way between the machines")
			.tag("outcome", outcome)
			.register(this.registry)
			.increment();
	}

	void dropped() {
		counter("dropped", "Observations that found the queue full; made up for from the state").increment();
	}

	void failed() {
		counter("failures", "Tries to store incidents that failed").increment();
	}

	private Counter counter(String name, String description) {
		return Counter.builder("tandem.incidents." + name).description(description).register(this.registry);
	}

}
