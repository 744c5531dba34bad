package io.tandem.failover.history;

import io.tandem.database.Worker;
import io.tandem.failover.history.Incident.Announced;
import io.tandem.retry.Trouble;
import io.tandem.wire.subject.Machine;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the machine's event stream of every stored decision, in order, and of the
 * beginning and end of every incident. What is out is noted only after the stream has it,
 * so it may go out again under the same id, and never not at all. Alerts go first.
 * Confined to its thread.
 */
final class Outbox extends Worker {

	private static final int AT_ONCE = 50;

	private static final Duration LOOK_EVERY = Duration.ofSeconds(10);

	private static final Logger logger = LoggerFactory.getLogger(Outbox.class);

	private final Machine machine;

	private final HistoryStore store;

	private final Decisions decisions;

	private final Incidents incidents;

	private final EventStream stream;

	private final HistoryMeters meters;

	private final Trouble streamTrouble = new Trouble(logger,
			"The event stream takes no events; they wait in the history", "The event stream takes events again",
			Duration.ofSeconds(5));

	private final Trouble storeTrouble = new Trouble(logger, "The history cannot be read for events",
			"The history can be read for events again", Duration.ofSeconds(5));

	Outbox(Machine machine, HistoryStore store, Decisions decisions, Incidents incidents, EventStream stream,
			HistoryMeters meters) {
		super("history-outbox", Duration.ofSeconds(3));
		this.machine = machine;
		this.store = store;
		this.decisions = decisions;
		this.incidents = incidents;
		this.stream = stream;
		this.meters = meters;
		decisions.onStored(this::wake);
	}

	@Override
	protected Duration work() {
		String failure = publishAlerts();
		if (failure == null) {
			List<StoredDecision> next;
			try {
				next = this.store.unpublished(AT_ONCE);
				failure = publish(next);
				this.storeTrouble.succeeded();
			}
			catch (RuntimeException ex) {
				return this.storeTrouble.failed(Decisions.reason(ex), ex);
			}
			if (failure == null) {
				if (!next.isEmpty()) {
					this.streamTrouble.succeeded();
				}
				return (next.size() == AT_ONCE) ? Duration.ZERO : LOOK_EVERY;
			}
		}
		return this.streamTrouble.failed(failure, null);
	}

	private @Nullable String publish(List<StoredDecision> decisions) {
		for (StoredDecision decision : decisions) {
			String failure = this.stream.send(this.machine.failoverSubject(), this.machine + "/" + decision.number(),
					EventJson.decision(this.machine, decision));
			this.meters.event("decision", failure == null);
			if (failure != null) {
				return failure;
			}
			this.store.published(List.of(decision.number()));
		}
		return null;
	}

	private @Nullable String publishAlerts() {
		for (Incident incident : this.incidents.live()) {
			if (!incident.announced().openedPublished()) {
				String failure = publishAlert(incident, false);
				if (failure != null) {
					return failure;
				}
				this.incidents.announced(incident.id(),
						(before) -> new Announced(true, before.closedPublished(), before.resolvedSent()));
				this.decisions.storeIncidents();
			}
			if (!incident.isOpen() && !incident.announced().closedPublished()) {
				String failure = publishAlert(incident, true);
				if (failure != null) {
					return failure;
				}
				this.incidents.announced(incident.id(),
						(before) -> new Announced(before.openedPublished(), true, before.resolvedSent()));
				this.decisions.storeIncidents();
			}
		}
		return null;
	}

	private @Nullable String publishAlert(Incident incident, boolean isEnd) {
		String failure = this.stream.send("observability.alerts.urgent." + this.machine,
				incident.id() + (isEnd ? "/closed" : "/opened"), EventJson.alert(this.machine, incident, isEnd));
		this.meters.event("alert", failure == null);
		return failure;
	}

}
