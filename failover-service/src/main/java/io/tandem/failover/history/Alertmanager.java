package io.tandem.failover.history;

import io.tandem.wire.subject.Machine;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sends alerts by Alertmanager's API v2. The labels of an incident never change, because
 * a receiver takes an alert with other labels for another one; what changes goes into
 * annotations. Thread-safe.
 */
final class Alertmanager implements AutoCloseable {

	private static final Duration TIMEOUT = Duration.ofSeconds(3);

	private static final JsonMapper JSON = JsonMapper.shared();

	private final Machine machine;

	private final URI runbook;

	private final Duration lifetime;

	private final HttpClient client = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(TIMEOUT)
		.build();

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
		String root = base.toString();
		URI address = URI.create((root.endsWith("/") ? root : root + "/") + "api/v2/alerts");
		HttpRequest request = HttpRequest.newBuilder(address)
			.timeout(TIMEOUT)
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(json(incident, now)))
			.build();
		try {
			int status = this.client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
			return (status / 100 == 2) ? null : "status-" + status;
		}
		catch (IOException ex) {
			return ex.getClass().getSimpleName();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return "interrupted";
		}
	}

	String json(Incident incident, Instant now) {
		ArrayNode alerts = JSON.createArrayNode();
		ObjectNode alert = alerts.addObject();
		alert.putObject("labels")
			.put("alertname", "TandemFailover")
			.put("machine", this.machine.name())
			.put("severity", incident.severity().word());
		alert.putObject("annotations")
			.put("summary", incident.summary())
			.put("description", incident.why())
			.put("severity_now", Incident.Severity.of(incident.tier()).word())
			.put("decision", Long.toString(incident.lastDecision()))
			.put("incident", incident.id().toString())
			.put("runbook_url", this.runbook.toString());
		Instant end = (incident.closedAt() != null) ? incident.closedAt() : now.plus(this.lifetime);
		alert.put("startsAt", incident.openedAt().toString()).put("endsAt", end.toString());
		return alerts.toString();
	}

	@Override
	public void close() {
		this.client.shutdownNow();
	}

}
