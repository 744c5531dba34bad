package io.tandem.centralhub.slo;

import io.tandem.wire.uptime.UptimeRecord;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks the other services and Prometheus. What does not answer is told, never guessed.
 * Thread-safe.
 */
class Sources {

	private static final JsonMapper JSON = JsonMapper.shared();

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private static final long MOST_BYTES = 32L << 20;

	private final SloProperties properties;

	private final HttpClient services;

	private final HttpClient prometheus;

	/**
	 * @param services for our own, who are told this service's token
	 * @param prometheus for the store, which is not
	 */
	Sources(SloProperties properties, HttpClient services, HttpClient prometheus) {
		this.properties = properties;
		this.services = services;
		this.prometheus = prometheus;
	}

	/**
	 * Returns what the observers have seen.
	 * @param missing takes a line for each who does not answer
	 */
	List<UptimeRecord> records(Instant from, Instant to, List<String> missing) {
		Map<String, CompletableFuture<HttpResponse<byte[]>>> asked = new LinkedHashMap<>();
		this.properties.observerUrls()
			.forEach((machine, url) -> asked.put(machine,
					send(this.services, url.resolve("/api/v1/uptime?from=" + from + "&to=" + to))));
		List<UptimeRecord> records = new ArrayList<>();
		asked.forEach((machine, answer) -> {
			try {
				records.add(JSON.readValue(bytes(answer), UptimeRecord.class));
			}
			catch (IOException | JacksonException ex) {
				missing.add("the observer on " + machine + ": " + words(ex));
			}
		});
		return records;
	}

	/**
	 * Returns what failovers, partitions and incidents there were.
	 * @param missing takes a line for each who does not answer
	 */
	List<Happening> happenings(Instant from, Instant to, List<String> missing) {
		List<Asked> asked = new ArrayList<>();
		this.properties.gatewayUrls().forEach((machine, url) -> {
			asked.add(new Asked("failovers of " + machine,
					send(this.services, url.resolve("/api/v1/failover/incidents?limit=1000")),
					(answer) -> failovers(machine, answer)));
			asked.add(new Asked("partitions seen by " + machine,
					send(this.services, url.resolve(
							"/api/v1/partition/history?from=" + from.minusSeconds(60) + "&to=" + to + "&limit=1000")),
					(answer) -> partitions(machine, answer.path("verdicts"))));
		});
		this.properties.observerUrls()
			.forEach((machine,
					url) -> asked.add(new Asked("incidents known to " + machine,
							send(this.services, url.resolve("/api/v1/incidents?all=true&limit=500")),
							(answer) -> incidents(machine, answer.path("incidents")))));
		List<Happening> found = new ArrayList<>();
		for (Asked one : asked) {
			try {
				found.addAll(one.read().apply(JSON.readTree(bytes(one.answer()))));
			}
			catch (IOException | JacksonException ex) {
				missing.add(one.what() + ": " + words(ex));
			}
		}
		return found.stream().filter((one) -> one.touches(from, to)).distinct().toList();
	}

	private static List<Happening> failovers(String machine, JsonNode failovers) {
		List<Happening> found = new ArrayList<>();
		for (JsonNode one : failovers) {
			add(found, "failover on " + machine, one.path("openedAt"), one.path("closedAt"),
					one.path("summary").asString("") + " (" + one.path("why").asString("") + ")");
		}
		return found;
	}

	/** A verdict holds until the next one on the same peer. */
	private static List<Happening> partitions(String machine, JsonNode verdicts) {
		List<Happening> found = new ArrayList<>();
		Map<String, JsonNode> next = new HashMap<>();
		for (JsonNode one : verdicts.valueStream()
			.sorted(Comparator.comparing((JsonNode verdict) -> verdict.path("at").asString("")).reversed())
			.toList()) {
			String peer = one.path("peer").asString("");
			String verdict = one.path("verdict").asString("");
			JsonNode end = next.put(peer, one.path("at"));
			if (!verdict.equals("none") && !verdict.equals("unknown")) {
				add(found, "partition as " + machine + " saw it", one.path("at"), (end != null) ? end : JSON.nullNode(),
						verdict + " of " + peer + ": " + one.path("why").asString(""));
			}
		}
		return found;
	}

	private static List<Happening> incidents(String machine, JsonNode incidents) {
		List<Happening> found = new ArrayList<>();
		for (JsonNode one : incidents) {
			add(found, "incident known to " + machine, one.path("openedAt"), one.path("closedAt"),
					one.path("kind").asString("") + " " + one.path("root").asString(""));
		}
		return found;
	}

	private static void add(List<Happening> found, String source, JsonNode from, JsonNode to, String words) {
		Instant begin = instant(from);
		if (begin != null) {
			found.add(new Happening(source, begin, instant(to), words));
		}
	}

	private static @Nullable Instant instant(JsonNode node) {
		try {
			return node.isString() ? Instant.parse(node.asString()) : null;
		}
		catch (DateTimeParseException ex) {
			return null;
		}
	}

	/**
	 * Returns the largest value of a query that ends in one value for each series.
	 * @return empty if there is no series, or no number
	 * @throws IOException if Prometheus does not answer
	 */
	OptionalDouble query(String expression, Instant at) throws IOException {
		JsonNode answer = JSON.readTree(bytes(send(this.prometheus, this.properties.queryUrl()
			.resolve("/api/v1/query?time=" + at + "&query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8)))));
		OptionalDouble most = OptionalDouble.empty();
		for (JsonNode series : answer.path("data").path("result")) {
			double value = Double.parseDouble(series.path("value").path(1).asString("NaN").replace("Inf", "Infinity"));
			if (!Double.isNaN(value) && (most.isEmpty() || value > most.getAsDouble())) {
				most = OptionalDouble.of(value);
			}
		}
		return most;
	}

	/**
	 * Asks at once and does not wait: one machine that hangs is to cost no more than one.
	 */
	private static CompletableFuture<HttpResponse<byte[]>> send(HttpClient client, URI address) {
		return client.sendAsync(HttpRequest.newBuilder(address).timeout(PATIENCE).build(),
				BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_BYTES));
	}

	private static byte[] bytes(CompletableFuture<HttpResponse<byte[]>> answer) throws IOException {
		try {
			HttpResponse<byte[]> response = answer.get();
			if (response.statusCode() != 200) {
				throw new IOException("it answers " + response.statusCode());
			}
			return response.body();
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() instanceof IOException fault) ? fault : new IOException(ex.getCause());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("interrupted", ex);
		}
	}

	private static String words(Exception fault) {
		String message = fault.getMessage();
		return (message != null) ? message : fault.getClass().getSimpleName();
	}

	/** Returns the happenings of each outage. */
	static Map<Availability.Outage, List<String>> explained(List<Availability.Outage> outages,
			List<Happening> happenings) {
		Map<Availability.Outage, List<String>> explained = new LinkedHashMap<>();
		for (Availability.Outage outage : outages) {
			// what is seen from outside comes some seconds before it is told of, and ends
			// some after
			explained.put(outage,
					happenings.stream()
						.filter((one) -> one.touches(outage.from().minusSeconds(10), outage.to().plusSeconds(30)))
						.map((one) -> one.source() + ": " + one.words())
						.toList());
		}
		return explained;
	}

	/**
	 * A question that is under way.
	 *
	 * @param read what an answer tells of
	 */
	private record Asked(String what, CompletableFuture<HttpResponse<byte[]>> answer,
			Function<JsonNode, List<Happening>> read) {
	}

}
