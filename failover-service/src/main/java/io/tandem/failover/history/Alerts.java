package io.tandem.failover.history;

import io.tandem.database.Worker;
import io.tandem.failover.history.Incident.Announced;
import io.tandem.retry.Trouble;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells every Alertmanager of every incident: at once when it opens, changes or closes,
 * and again and again while it is open, since an Alertmanager forgets. Confined to its
 * thread.
 */
final class Alerts extends Worker {

	private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

	private static final Duration RETRY = Duration.ofSeconds(5);

	private static final Logger logger = LoggerFactory.getLogger(Alerts.class);

	private final Incidents incidents;

	private final Decisions decisions;

	private final Alertmanager alertmanager;

	private final Map<URI, Receiver> receivers = new HashMap<>();

	private final Duration every;

	private final HistoryMeters meters;

	private final InstantSource clock;

	private final LongSupplier nanos;

	private final Runnable onOpened;

	/**
	 * @param onOpened run when an incident was opened here, by the time that has passed
	 */
	Alerts(Incidents incidents, Decisions decisions, Alertmanager alertmanager, List<URI> urls, Duration every,
			HistoryMeters meters, InstantSource clock, LongSupplier nanos, Runnable onOpened) {
		super("history-alerts", Duration.ofSeconds(4));
		this.incidents = incidents;
		this.decisions = decisions;
		this.alertmanager = alertmanager;
		urls.forEach((url) -> this.receivers.put(url, new Receiver(url)));
		this.every = every;
		this.meters = meters;
		this.clock = clock;
		this.nanos = nanos;
		this.onOpened = onOpened;
	}

	@Override
	protected Duration work() {
		if (this.incidents.check(this.clock.instant())) {
			this.decisions.storeIncidents();
			this.onOpened.run();
		}
		List<Incident> live = this.incidents.live();
		Set<UUID> ids = new HashSet<>();
		for (Incident incident : live) {
			ids.add(incident.id());
			if (!incident.announced().resolvedSent()) {
				tell(incident);
			}
		}
		this.receivers.values().forEach((receiver) -> receiver.told.keySet().retainAll(ids));
		return LOOK_EVERY;
	}

	private void tell(Incident incident) {
		boolean isResolved = !incident.isOpen();
		for (Receiver receiver : this.receivers.values()) {
			isResolved &= receiver.tell(incident);
		}
		// an Alertmanager that was away for so long has let the alert run out by itself
		if (isResolved || isOver(incident)) {
			this.incidents.announced(incident.id(),
					(before) -> new Announced(before.openedPublished(), before.closedPublished(), true));
			this.decisions.storeIncidents();
		}
	}

	private boolean isOver(Incident incident) {
		return incident.closedAt() != null
				&& incident.closedAt().plus(this.every.multipliedBy(15)).isBefore(this.clock.instant());
	}

	/** One Alertmanager, and what it has been told. */
	private final class Receiver {

		private final URI url;

		private final Map<UUID, Told> told = new HashMap<>();

		private final Trouble trouble;

		private long retryAt;

		Receiver(URI url) {
			this.url = url;
			this.trouble = new Trouble(logger, "An Alertmanager takes no alerts: " + url,
					"An Alertmanager takes alerts again: " + url, RETRY);
		}

		/** Tells it if that is due. Returns whether it knows the incident as it is. */
		boolean tell(Incident incident) {
			Told last = this.told.get(incident.id());
			boolean isKnown = last != null && last.decision() == incident.lastDecision();
			long now = Alerts.this.nanos.getAsLong();
			boolean isStale = last != null && now - last.at() >= Alerts.this.every.toNanos();
			if (isKnown && (!incident.isOpen() || !isStale)) {
				return true;
			}
			if (this.trouble.isOn() && now - this.retryAt < 0) {
				return false;
			}
			String failure = Alerts.this.alertmanager.send(this.url, incident, Alerts.this.clock.instant());
			Alerts.this.meters.alert(failure == null);
			if (failure != null) {
				this.retryAt = now + this.trouble.failed(failure, null).toNanos();
				return false;
			}
			this.trouble.succeeded();
			this.told.put(incident.id(), new Told(incident.lastDecision(), now));
			return true;
		}

	}

	/** What was told at last. */
	private record Told(long decision, long at) {
	}

}
