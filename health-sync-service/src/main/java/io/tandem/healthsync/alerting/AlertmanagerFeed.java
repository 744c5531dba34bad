package io.tandem.healthsync.alerting;

import io.tandem.alerts.Alert;
import io.tandem.alerts.AlertmanagerClient;
import io.tandem.alerts.PostOutcome;
import io.tandem.retry.BackOff;
import io.tandem.retry.RepeatingFailure;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Keeps one Alertmanager told: of each change at once, and of what is open again and
 * again, since it forgets. There is no queue: a failure leaves what is untold untold, and
 * the next try sends the state as it is then. Confined to its thread, but for
 * {@link #isFailing}.
 */
final class AlertmanagerFeed {

	private static final int AT_ONCE = 64;

	private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

	private static final BackOff BACK_OFF = new BackOff(Duration.ofMillis(200), Duration.ofSeconds(10));

	private static final Logger logger = LoggerFactory.getLogger(AlertmanagerFeed.class);

	private final URI url;

	private final PageBook book;

	private final AlertmanagerClient client;

	private final AlertingProperties settings;

	private final InstantSource clock;

	private final LongSupplier nanos;

	private final AlertingMeters meters;

	private final RepeatingFailure failure;

	private final Map<String, Told> told = new HashMap<>();

	private @Nullable Long retryAt;

	AlertmanagerFeed(URI url, PageBook book, AlertmanagerClient client, AlertingProperties settings,
			InstantSource clock, LongSupplier nanos, AlertingMeters meters) {
		this.url = url;
		this.book = book;
		this.client = client;
		this.settings = settings;
		this.clock = clock;
		this.nanos = nanos;
		this.meters = meters;
		this.failure = new RepeatingFailure(logger, Map.of("alertmanager", url));
		meters.watch(url, this::isFailing);
	}

	boolean isFailing() {
		return this.failure.isFailing();
	}

	/** Tells what is due, and returns how long to pause then. */
	Duration work() {
		long now = this.nanos.getAsLong();
		if (this.retryAt != null && now - this.retryAt < 0) {
			return Duration.ofNanos(this.retryAt - now);
		}
		this.retryAt = null;
		List<PagedLevel> all = this.book.levels();
		Set<String> keys = new HashSet<>();
		all.forEach((level) -> keys.add(level.key()));
		this.told.keySet().retainAll(keys);
		List<PagedLevel> due = all.stream().filter((level) -> isDue(level, now)).toList();
		for (int from = 0; from < due.size(); from += AT_ONCE) {
			if (!post(due.subList(from, Math.min(due.size(), from + AT_ONCE)), now)) {
				Duration pause = BACK_OFF.after(this.failure.count(), ThreadLocalRandom.current());
				this.retryAt = this.nanos.getAsLong() + pause.toNanos();
				return pause;
			}
		}
		return LOOK_EVERY;
	}

	private boolean isDue(PagedLevel level, long now) {
		Told last = this.told.get(level.key());
		if (last == null || last.version() != level.version()) {
			return true;
		}
		return level.isOpen() && now - last.at() >= this.settings.repeat().toNanos();
	}

	private boolean post(List<PagedLevel> levels, long now) {
		Instant at = this.clock.instant();
		List<Alert> alerts = levels.stream().map((level) -> level.alert(at, this.settings.lifetime())).toList();
		PostOutcome outcome = this.client.post(this.url, alerts);
		this.meters.sent(this.url, outcome instanceof PostOutcome.Taken, alerts.size());
		return switch (outcome) {
			case PostOutcome.Taken _ -> {
				this.failure.ended().log("An Alertmanager takes pages again");
				levels.forEach((level) -> this.told.put(level.key(), new Told(level.version(), now)));
				yield true;
			}
			case PostOutcome.Failed failed -> {
				this.failure.failed(Level.WARN, failed.reason())
					.addKeyValue("answer", failed.detail())
					.log("An Alertmanager takes no pages; they are sent again until it does");
				yield false;
			}
		};
	}

	/** What was told at last. */
	private record Told(long version, long at) {
	}

}
