package io.tandem.acceptance.check;

import io.tandem.acceptance.fleet.Access;
import io.tandem.acceptance.fleet.Site;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks the parts of a running system what they hold. Thread-safe.
 */
public final class Observer implements AutoCloseable {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private final JsonMapper json = new JsonMapper();

	private final HttpClient client = Access.viewer();

	/**
	 * Returns what the machine's Prometheus holds of a run. What it scraped at a
	 * Pushgateway is left out: last values, which say nothing of what arrived.
	 * @param within how far back the run began
	 */
	public StoredPushes storedPushes(Site site, String run, Duration within) throws IOException, InterruptedException {
		return storedPushes(site, run, within, "tandem_path!=\"pull\",tandem_tier=\"\"");
	}

	/**
	 * Returns what the machine's Prometheus holds of a run.
	 * @param within how far back the run began
	 * @param path label matchers that pick the series by the way they came
	 */
	public StoredPushes storedPushes(Site site, String run, Duration within, String path)
			throws IOException, InterruptedException {
		String matchers = "run=\"" + run + "\"," + path;
		String window = "[" + (within.toSeconds() + 1) + "s]";
		Map<String, List<JsonNode>> byAgent = new HashMap<>();
		for (JsonNode series : query(site, "demo_push_number{" + matchers + "}" + window)) {
			byAgent.computeIfAbsent(series.path("metric").path("instance").asString(), (agent) -> new ArrayList<>())
				.add(series);
		}
		Map<String, List<Long>> numbers = new HashMap<>();
		List<String> split = new ArrayList<>();
		byAgent.forEach((agent, all) -> {
			// an agent has one series; a second one would hold what is stored twice
			numbers.put(agent,
					all.stream()
						.flatMap((series) -> series.path("values").valueStream())
						.sorted(Comparator.comparingDouble((sample) -> sample.path(0).asDouble()))
						.map((sample) -> (long) Double.parseDouble(sample.path(1).asString()))
						.toList());
			if (all.size() > 1) {
				all.forEach((series) -> split.add(series.path("metric") + " from " + series.path("values").path(0)));
			}
		});
		long samples = 0;
		for (JsonNode total : query(site,
				"sum(count_over_time({__name__=~\"demo_push_number|demo_value\"," + matchers + "}" + window + "))")) {
			samples = (long) Double.parseDouble(total.path("value").path(1).asString());
		}
		return new StoredPushes(numbers, samples, split);
	}

	/** Evaluates an instant query and returns its result vector or matrix. */
	public JsonNode query(Site site, String promql) throws IOException, InterruptedException {
		return get(site.prometheus("/api/v1/query?query=" + encode(promql))).path("data").path("result");
	}

	/** Returns the answer, parsed. */
	public JsonNode get(URI uri) throws IOException, InterruptedException {
		HttpResponse<byte[]> response = this.client.send(HttpRequest.newBuilder(uri).timeout(TIMEOUT).build(),
				BodyHandlers.ofByteArray());
		if (response.statusCode() != 200) {
			throw new IOException(uri + " answered " + response.statusCode() + ": "
					+ new String(response.body(), StandardCharsets.UTF_8));
		}
		return this.json.readTree(response.body());
	}

	/** Returns the text as part of a query string. */
	public static String encode(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

	@Override
	public void close() {
		this.client.close();
	}

}
