package io.tandem.healthsync.alerting;

import io.tandem.healthsync.alerting.PageBook.Snapshot;
import io.tandem.retry.BackOff;
import io.tandem.retry.RepeatingFailure;
import io.tandem.wire.subject.Machine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Tells the machine's event stream of each page: that it was opened, each level it
 * reaches, that it was acknowledged, that it ended. Each at least once, under an id that
 * is the same for every copy; after a restart what is open is told again. Confined to its
 * thread.
 */
final class PageEvents {

	private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

	private static final BackOff BACK_OFF = new BackOff(Duration.ofMillis(200), Duration.ofSeconds(5));

	private static final Logger logger = LoggerFactory.getLogger(PageEvents.class);

	private final Machine machine;

	private final PageBook book;

	private final UrgentAlerts stream;

	private final AlertingMeters meters;

	private final RepeatingFailure failure = new RepeatingFailure(logger, Map.of());

	/** What the stream has, by incident, of those that are not told whole. */
	private final Map<String, Set<String>> stored = new HashMap<>();

	PageEvents(Machine machine, PageBook book, UrgentAlerts stream, AlertingMeters meters) {
		this.machine = machine;
		this.book = book;
		this.stream = stream;
		this.meters = meters;
	}

	/** Tells what is untold, and returns how long to pause then. */
	Duration work() {
		List<Snapshot> all = this.book.unpublished();
		Set<String> incidents = new HashSet<>();
		all.forEach((each) -> incidents.add(each.page().incident()));
		this.stored.keySet().retainAll(incidents);
		for (Snapshot each : all) {
			String why = publish(each);
			if (why != null) {
				this.failure.failed(Level.WARN, why)
					.log("The event stream takes no pages; they are told again until it does");
				return BACK_OFF.after(this.failure.count(), ThreadLocalRandom.current());
			}
		}
		return LOOK_EVERY;
	}

	private @Nullable String publish(Snapshot snapshot) {
		Page page = snapshot.page();
		Set<String> known = this.stored.computeIfAbsent(page.incident(), (incident) -> new HashSet<>());
		for (PageEvent event : events(snapshot)) {
			if (known.contains(event.id())) {
				continue;
			}
			String why = this.stream.send(event.id(), event.json(this.machine));
			this.meters.event(why == null, 1);
			if (why != null) {
				return why;
			}
			this.failure.ended().log("The event stream takes pages again");
			known.add(event.id());
		}
		if (!page.isOpen()) {
			this.book.published(page.incident());
		}
		return null;
	}

	private static List<PageEvent> events(Snapshot snapshot) {
		Page page = snapshot.page();
		List<PageEvent> events = new ArrayList<>();
		for (PagedLevel level : snapshot.levels()) {
			events.add(new PageEvent(page, events.isEmpty() ? PageEvent.Kind.OPENED : PageEvent.Kind.RAISED,
					level.level(), level.since()));
		}
		Severity highest = snapshot.levels().getLast().level();
		if (page.acknowledged() != null) {
			events.add(new PageEvent(page, PageEvent.Kind.ACKNOWLEDGED, highest, page.acknowledged().at()));
		}
		if (page.endedAt() != null) {
			events.add(new PageEvent(page, PageEvent.Kind.CLOSED, highest, page.endedAt()));
		}
		return events;
	}

}
