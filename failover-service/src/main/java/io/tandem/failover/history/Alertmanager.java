package io.tandem.failover.history;

import io.tandem.alerts.Alert;
import io.tandem.alerts.AlertmanagerClient;
import io.tandem.alerts.PostOutcome;
import io.tandem.wire.subject.Machine;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sends incidents as alerts. The labels of an incident never change, because a receiver
 * takes an alert with other labels for another one; what changes goes into annotations.
 * Thread-safe.
 */
final class Alertmanager implements AutoCloseable {

	private static final Duration TIMEOUT = Duration.ofSeconds(3);

	private final Machine machine;

	private final URI runbook;

	private final Duration lifetime;

	private final AlertmanagerClient client = new AlertmanagerClient(TIMEOUT);

	/**
	 * @param lifetime how long an alert holds that is not repeated
	 */
	Alertmanager(Machine machine, URI runbook, Duration lifetime) {
		this.machine = machine;
		this.runbook = runbook;
		this.lifetime = lifetime;
	}

	/**
	 * Sends the incident as it is.
	 * @return null if it was taken, else why not
	 */
	@Nullable String send(URI base, Incident incident, Instant now) {
		return switch (this.client.post(base, List.of(alert(incident, now)))) {
			case PostOutcome.Taken _ -> null;
			case PostOutcome.Failed failed -> failed.reason();
		};
	}

	private Alert alert(Incident incident, Instant now) {
		Instant end = (incident.closedAt() != null) ? incident.closedAt() : now.plus(this.lifetime);
		return Alert.of(
				Map.of("alertname", "TandemFailover", "machine", this.machine.name(), "severity",
						incident.severity().word()),
				Map.of("summary", incident.summary(), "description", incident.why(), "severity_now",
						Incident.Severity.of(incident.tier()).word(), "decision",
						Long.toString(incident.lastDecision()), "incident", incident.id().toString(), "runbook_url",
						this.runbook.toString()),
				incident.openedAt(), end.isBefore(incident.openedAt()) ? incident.openedAt() : end);
	}

	@Override
	public void close() {
		this.client.close();
	}

}
