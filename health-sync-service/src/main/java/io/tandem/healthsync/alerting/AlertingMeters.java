package io.tandem.healthsync.alerting;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tandem.retry.RepeatingFailure;
import java.net.URI;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Counts what becomes of pages. Thread-safe. */
final class AlertingMeters {

	private static final Logger logger = LoggerFactory.getLogger(AlertingMeters.class);

	private final RepeatingFailure overflow = new RepeatingFailure(logger, Map.of());

	private final MeterRegistry registry;

	AlertingMeters(MeterRegistry registry) {
		this.registry = registry;
		for (String state : new String[] { "open", "ended" }) {
			drops(state);
		}
		event(true, 0);
		event(false, 0);
	}

	void watch(PageBook book) {
		for (String state : new String[] { "open", "ended" }) {
			Gauge.builder("tandem.alerting.pages", book, (all) -> all.count(state.equals("open")))
				.description("Pages that are held")
				.baseUnit("pages")
				.tag("state", state)
				.register(this.registry);
		}
	}

	void watch(URI alertmanager, BooleanSupplier isFailing) {
		Gauge.builder("tandem.alerting.receiver.failing", () -> isFailing.getAsBoolean() ? 1 : 0)
			.description("1 while an Alertmanager does not take pages")
			.tag("receiver", alertmanager.getAuthority())
			.register(this.registry);
		sent(alertmanager, true, 0);
		sent(alertmanager, false, 0);
	}

	/** Counts alerts of one request, repetitions included. */
	void sent(URI alertmanager, boolean isTaken, int alerts) {
		Counter.builder("tandem.alerting.alerts")
			.description("Alerts sent to an Alertmanager, repetitions included")
			.tag("receiver", alertmanager.getAuthority())
			.tag("outcome", isTaken ? "taken" : "failed")
			.register(this.registry)
			.increment(alerts);
	}

	/** Counts tries to tell the event stream. */
	void event(boolean isStored, int events) {
		Counter.builder("tandem.alerting.events")
			.description("Tries to tell the machine's event stream of a page")
			.tag("outcome", isStored ? "stored" : "failed")
			.register(this.registry)
			.increment(events);
	}

	void escalated(Severity level, int levels) {
		Counter.builder("tandem.alerting.escalations")
			.description("Levels that pages have reached because nobody acknowledged them")
			.tag("severity", level.word())
			.register(this.registry)
			.increment(levels);
	}

	/**
	 * Counts a page that there was no room for.
	 * @param state {@code open}, or {@code ended}: its end may not have reached everybody
	 */
	void dropped(String state, Page page) {
		drops(state).increment();
		this.overflow.failed(Level.ERROR, state)
			.addKeyValue("incident", page.incident())
			.addKeyValue("cause", page.cause())
			.log("There are too many pages; it is not told of all of them until there are fewer");
	}

	void complete() {
		this.overflow.ended().log("There is room for pages again");
	}

	private Counter drops(String state) {
		return Counter.builder("tandem.alerting.dropped")
			.description("Pages that there was no room for")
			.baseUnit("pages")
			.tag("state", state)
			.register(this.registry);
	}

}
