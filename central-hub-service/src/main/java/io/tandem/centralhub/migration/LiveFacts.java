package io.tandem.centralhub.migration;

import io.tandem.centralhub.ledger.Ledger;
import io.tandem.centralhub.ledger.Ledger.EpochSummary;
import io.tandem.centralhub.ledger.LedgerKey;
import io.tandem.wire.route.AgentRoute;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks the ledger of this service and the REST interfaces of the others. Thread-safe. */
final class LiveFacts implements Facts {

	private static final Duration PATIENCE = Duration.ofSeconds(3);

	private static final Set<String> NOT_OF_THE_SERIES = Set.of("tandem_path", "tandem_route", "tandem_origin",
			"machine");

	/** What tells the paths apart, and what the Pushgateway adds of its own. */
	private static final String OLD = "tandem_route=\"legacy\",tandem_path=\"pull\",__name__!~\"push_(failure_)?time_seconds\"";

	private static final String FRESH = "tandem_path=\"\",tandem_route=\"\"";

	private final MigrationProperties properties;

	/** Asks other services; a store that may be somebody else's is not told who asks. */
	private final HttpClient client;

	private final HttpClient queries;

	private final Ledger ledger;

	LiveFacts(MigrationProperties properties, HttpClient client, HttpClient queries, Ledger ledger) {
		this.properties = properties;
		this.client = client;
		this.queries = queries;
		this.ledger = ledger;
	}

	@Override
	public @Nullable Map<String, AgentFact> agents(String machine) {
		JsonNode answer = ofGateway(machine, "/api/v1/agent-routes");
		if (answer == null) {
			return null;
		}
		Map<String, AgentFact> facts = new HashMap<>();
		for (JsonNode agent : answer.path("agents")) {
			AgentRoute.of(agent.path("route").asString(""))
				.ifPresent((route) -> facts.put(agent.path("agent").asString(),
						new AgentFact(route, instant(agent.path("lastLegacy")), instant(agent.path("lastTandem")),
								agent.path("legacyWaitMicros").asLong(-1), agent.path("tandemWaitMicros").asLong(-1),
								agent.path("unapplied").isString() ? agent.path("unapplied").asString() : null)));
		}
		return facts;
	}

	private static @Nullable Instant instant(JsonNode node) {
		try {
			return node.isString() ? Instant.parse(node.asString()) : null;
		}
		catch (DateTimeParseException ex) {
			return null;
		}
	}

	@Override
	public @Nullable List<StoredSeries> old(List<String> agents, Duration within) {
		return series(OLD, agents, within);
	}

	@Override
	public @Nullable List<StoredSeries> fresh(List<String> agents, Duration within) {
		return series(FRESH, agents, within);
	}

	private @Nullable List<StoredSeries> series(String selector, List<String> agents, Duration within) {
		String names = agents.stream().map(Pattern::quote).map(LiveFacts::plain).collect(Collectors.joining("|"));
		String query = "{" + selector + ",instance=~\"" + names + "\"}[" + Math.max(1, within.toSeconds()) + "s]";
		JsonNode answer = send(this.queries, HttpRequest.newBuilder(this.properties.queryUrl()
			.resolve("/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8))));
		if (answer == null) {
			return null;
		}
		List<StoredSeries> found = new ArrayList<>();
		for (JsonNode each : answer.path("data").path("result")) {
			Map<String, String> labels = new HashMap<>();
			each.path("metric")
				.properties()
				.stream()
				.filter((label) -> !NOT_OF_THE_SERIES.contains(label.getKey()))
				.forEach((label) -> labels.put(label.getKey(), label.getValue().asString()));
			List<StoredSeries.At> samples = new ArrayList<>();
			for (JsonNode sample : each.path("values")) {
				samples.add(new StoredSeries.At(Math.round(sample.path(0).asDouble() * 1000),
						value(sample.path(1).asString())));
			}
			found.add(new StoredSeries(labels.getOrDefault("instance", ""), labels, samples));
		}
		return found;
	}

	/** Agents' names have no other character that a regular expression knows. */
	private static String plain(String quoted) {
		return quoted.replace("\\Q", "").replace("\\E", "").replace(".", "[.]");
	}

	private static double value(String text) {
		return switch (text) {
			case "+Inf" -> Double.POSITIVE_INFINITY;
			case "-Inf" -> Double.NEGATIVE_INFINITY;
			default -> Double.parseDouble(text);
		};
	}

	@Override
	public @Nullable Map<String, String> health(String machine) {
		JsonNode answer = get(this.properties.healthUrl().resolve("/api/v1/health/" + machine));
		if (answer == null) {
			return null;
		}
		Map<String, String> statuses = new HashMap<>();
		for (JsonNode agent : answer.path("agents")) {
			statuses.put(agent.path("agent").asString(""), agent.path("status").asString(""));
		}
		return statuses;
	}

	@Override
	public @Nullable Way way(String machine) {
		JsonNode state = ofGateway(machine, "/api/v1/failover/state");
		return (state != null)
				? new Way(state.path("route").path("tier").asString(""), state.path("backlogRecords").asLong(-1))
				: null;
	}

	@Override
	public void sendAway(String machine, Duration length, String reason) {
		byte[] body = JsonMapper.shared()
			.writeValueAsBytes(Map.of("tier", "peer-hub", "for", length.toString(), "reason", reason));
		URI url = gateway(machine, "/api/v1/failover/override");
		if (url != null) {
			send(HttpRequest.newBuilder(url)
				.header("Content-Type", "application/json")
				.POST(BodyPublishers.ofByteArray(body)));
		}
	}

	@Override
	public void sendHome(String machine, String reason) {
		URI url = gateway(machine,
				"/api/v1/failover/override?reason=" + URLEncoder.encode(reason, StandardCharsets.UTF_8));
		if (url != null) {
			send(HttpRequest.newBuilder(url).DELETE());
		}
	}

	@Override
	public long lost() {
		return records(null).mapToLong((epoch) -> epoch.state().lost().count()).sum();
	}

	@Override
	public long missing(@Nullable String machine) {
		return records(machine).mapToLong((epoch) -> epoch.state().missingCount()).sum();
	}

	private Stream<EpochSummary> records(@Nullable String machine) {
		return this.ledger.epochs()
			.stream()
			.filter((epoch) -> epoch.state().key().kind() == LedgerKey.Kind.RECORD)
			.filter((epoch) -> machine == null || epoch.state().key().origin().equals(machine));
	}

	private @Nullable URI gateway(String machine, String path) {
		URI base = this.properties.gatewayUrls().get(machine);
		return (base != null) ? base.resolve(path) : null;
	}

	private @Nullable JsonNode ofGateway(String machine, String path) {
		URI url = gateway(machine, path);
		return (url != null) ? get(url) : null;
	}

	private @Nullable JsonNode get(URI url) {
		return send(HttpRequest.newBuilder(url).GET());
	}

	private @Nullable JsonNode send(HttpRequest.Builder request) {
		return send(this.client, request);
	}

	/** Whoever does not answer, or says no, is not known: the gate holds then. */
	private static @Nullable JsonNode send(HttpClient client, HttpRequest.Builder request) {
		try {
			HttpResponse<byte[]> response = client
				.sendAsync(request.timeout(PATIENCE).build(), BodyHandlers.ofByteArray())
				.orTimeout(PATIENCE.toMillis() * 2, TimeUnit.MILLISECONDS)
				.join();
			if (response.statusCode() / 100 != 2) {
				return null;
			}
			return JsonMapper.shared()
				.readTree((response.body().length > 0) ? response.body() : new byte[] { '{', '}' });
		}
		catch (CompletionException | JacksonException ex) {
			return null;
		}
	}

}
