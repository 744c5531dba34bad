package io.tandem.alerts;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Posts alerts by Alertmanager's API v2. Members of a mesh do not pass alerts on to each
 * other, only what they have notified of, so each is to be posted to. Thread-safe.
 *
 * @see <a href=
 * "https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml">API v2</a>
 */
public final class AlertmanagerClient implements AutoCloseable {

	private static final int MAX_DETAIL = 300;

	private static final JsonMapper JSON = JsonMapper.shared();

	private final Duration timeout;

	private final HttpClient client;

	/**
	 * @param timeout how long to wait for a connection, and then for an answer, at most
	 */
	public AlertmanagerClient(Duration timeout) {
		this.timeout = timeout;
		this.client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(timeout).build();
	}

	/**
	 * Posts alerts to one Alertmanager, all in one request, and waits for its answer. Of
	 * a request with a faulty alert it takes the others. Posting the same again does no
	 * harm.
	 * @param base its address, with or without a slash at the end
	 */
	public PostOutcome post(URI base, List<Alert> alerts) {
		HttpRequest request = HttpRequest.newBuilder(alerts(base))
			.timeout(this.timeout)
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(json(alerts)))
			.build();
		try {
			HttpResponse<InputStream> response = this.client.send(request, HttpResponse.BodyHandlers.ofInputStream());
			try (InputStream body = response.body()) {
				int status = response.statusCode();
				if (status / 100 == 2) {
					return new PostOutcome.Taken();
				}
				return new PostOutcome.Failed("status-" + status,
						new String(body.readNBytes(MAX_DETAIL), StandardCharsets.UTF_8).strip());
			}
		}
		catch (IOException ex) {
			return new PostOutcome.Failed(ex.getClass().getSimpleName(), "");
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return new PostOutcome.Failed("interrupted", "");
		}
	}

	/** Returns the alerts as they are posted. */
	public static String json(List<Alert> alerts) {
		ArrayNode all = JSON.createArrayNode();
		for (Alert alert : alerts) {
			ObjectNode json = all.addObject();
			ObjectNode labels = json.putObject("labels");
			alert.labels().forEach(labels::put);
			ObjectNode annotations = json.putObject("annotations");
			alert.annotations().forEach(annotations::put);
			json.put("startsAt", alert.startsAt().toString()).put("endsAt", alert.endsAt().toString());
		}
		return all.toString();
	}

	private static URI alerts(URI base) {
		String root = base.toString();
		return URI.create((root.endsWith("/") ? root : root + "/") + "api/v2/alerts");
	}

	@Override
	public void close() {
		this.client.shutdownNow();
	}

}
