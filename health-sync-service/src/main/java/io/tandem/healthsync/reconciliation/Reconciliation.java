package io.tandem.healthsync.reconciliation;

import io.tandem.database.Worker;
import io.tandem.healthsync.streams.StreamState;
import io.tandem.healthsync.streams.StreamState.Link;
import io.tandem.healthsync.streams.StreamStates;
import io.tandem.retry.RepeatingFailure;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Compares with each origin again and again while its link is up: the last minutes often,
 * all that is kept at the start, after each healing and now and then. Confined to its
 * thread, but for {@link #comparisons}.
 */
final class Reconciliation extends Worker {

	private static final Logger logger = LoggerFactory.getLogger(Reconciliation.class);

	private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

	private final Map<String, OriginReconciliation> origins;

	private final Map<String, Due> due = new LinkedHashMap<>();

	private final Map<String, RepeatingFailure> failures = new LinkedHashMap<>();

	private final StreamStates streams;

	private final ReconciliationProperties settings;

	private final ReconciliationMeters meters;

	private final InstantSource clock;

	/**
	 * @param origins those whose address is known, by name
	 */
	Reconciliation(Map<String, OriginReconciliation> origins, StreamStates streams, ReconciliationProperties settings,
			ReconciliationMeters meters, InstantSource clock) {
		super("health-reconciliation", Duration.ofSeconds(6));
		this.origins = Map.copyOf(origins);
		this.streams = streams;
		this.settings = settings;
		this.meters = meters;
		this.clock = clock;
		origins.keySet().forEach((origin) -> {
			this.due.put(origin, new Due(Instant.MIN, Instant.MIN, Instant.MIN));
			this.failures.put(origin, new RepeatingFailure(logger, Map.of("origin", origin)));
		});
	}

	/** Returns how each origin compares, by name. */
	Map<String, OriginComparison> comparisons() {
		Map<String, OriginComparison> comparisons = new LinkedHashMap<>();
		this.origins.forEach((origin, of) -> comparisons.put(origin, of.last()));
		return comparisons;
	}

	@Override
	protected Duration work() {
		this.origins.forEach(this::look);
		return LOOK_EVERY;
	}

	private void look(String name, OriginReconciliation origin) {
		StreamState stream = this.streams.state(name);
		Instant now = this.clock.instant();
		Due before = this.due.getOrDefault(name, new Due(Instant.MIN, Instant.MIN, Instant.MIN));
		if (stream.link() != Link.CONNECTED) {
			origin.failed("nothing is heard of it");
			return;
		}
		boolean isHealed = !stream.linkSince().equals(before.linkSince());
		if ((isHealed && stream.linkSince().plus(this.settings.settle()).isAfter(now))
				|| (!isHealed && before.next().isAfter(now))) {
			return;
		}
		boolean isWhole = isHealed || !before.whole().isAfter(now);
		RepeatingFailure failure = this.failures.get(name);
		try {
			boolean isDone = origin.compare(isWhole, now);
			this.meters.compared(name, "done");
			if (failure != null) {
				failure.ended().log("The health history is compared with its origin again");
			}
			this.due.put(name, before.after(stream.linkSince(), now.plus(this.settings.every()), isWhole,
					isDone ? now.plus(this.settings.wholeEvery()) : Instant.MIN));
		}
		catch (IOException | RuntimeException ex) {
			String why = (ex instanceof IOException) ? String.valueOf(ex.getMessage()) : ex.getClass().getSimpleName();
			origin.failed(why);
			this.meters.compared(name, "failed");
			if (failure != null) {
				failure.failed(Level.WARN, why)
					.setCause(ex)
					.log("The health history cannot be compared with its origin; it is tried again");
			}
			this.due.put(name, before.after(stream.linkSince(), now.plus(this.settings.every()), isWhole, Instant.MIN));
		}
	}

	/**
	 * What is due.
	 *
	 * @param linkSince of the link by which the last comparison went
	 * @param next when the last minutes are compared again
	 * @param whole when all is
	 */
	private record Due(Instant linkSince, Instant next, Instant whole) {

		/**
		 * @param wholeNext when all is compared again, if that was it; in the past if it
		 * could not be done, so that it is still due
		 */
		Due after(Instant linkSince, Instant next, boolean wasWhole, Instant wholeNext) {
			return new Due(linkSince, next, wasWhole ? wholeNext : this.whole);
		}

	}

}
