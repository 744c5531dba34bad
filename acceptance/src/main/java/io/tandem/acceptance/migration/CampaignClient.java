package io.tandem.acceptance.migration;

import io.tandem.acceptance.fleet.Site;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Talks to the central hub about a campaign. Thread-safe. */
final class CampaignClient {

	private final HttpClient client;

	private final Site centre;

	CampaignClient(HttpClient client, Site centre) {
		this.client = client;
		this.centre = centre;
	}

	JsonNode start(byte[] campaign, double timeScale) throws IOException, InterruptedException {
		return require(ask(HttpRequest.newBuilder(this.centre.hub("/api/v1/migrations?timeScale=" + timeScale))
			.header("Content-Type", "application/octet-stream")
			.POST(BodyPublishers.ofByteArray(campaign))));
	}

	/** Returns the newest campaign; null if there is none, or nobody answers. */
	@Nullable JsonNode newest() throws InterruptedException {
		try {
			JsonNode all = ask(HttpRequest.newBuilder(this.centre.hub("/api/v1/migrations")));
			return (all != null && !all.isEmpty()) ? all.path(0) : null;
		}
		catch (IOException ex) {
			return null;
		}
	}

	void approve(String id, String reason) throws IOException, InterruptedException {
		require(ask(HttpRequest.newBuilder(this.centre.hub("/api/v1/migrations/" + id + "/approve?reason=" + reason))
			.POST(BodyPublishers.noBody())));
	}

	void rollBack(String id, String level) throws IOException, InterruptedException {
		require(ask(HttpRequest.newBuilder(this.centre.hub("/api/v1/migrations/" + id + "/rollback?level=" + level))
			.POST(BodyPublishers.noBody())));
	}

	/** Tells whether no step is on its way back any more. */
	boolean isBack(String id) throws InterruptedException {
		try {
			JsonNode steps = require(
					ask(HttpRequest.newBuilder(this.centre.hub("/api/v1/migrations/" + id + "/todo"))));
			for (JsonNode step : steps) {
				if (step.path("state").asString().equals("rolling-back")) {
					return false;
				}
			}
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/** Returns the agents that a gateway has on another route than this. */
	List<String> notOn(Site site, String route) throws IOException, InterruptedException {
		List<String> others = new ArrayList<>();
		for (JsonNode agent : require(ask(HttpRequest.newBuilder(site.gateway("/api/v1/agent-routes"))))
			.path("agents")) {
			if (!agent.path("route").asString().equals(route)) {
				others.add(agent.path("agent").asString());
			}
		}
		return others;
	}

	private static JsonNode require(@Nullable JsonNode answer) throws IOException {
		if (answer == null) {
			throw new IOException("refused");
		}
		return answer;
	}

	private @Nullable JsonNode ask(HttpRequest.Builder request) throws IOException, InterruptedException {
		HttpResponse<byte[]> answer = this.client.send(request.timeout(Duration.ofSeconds(10)).build(),
				BodyHandlers.ofByteArray());
		if (answer.statusCode() / 100 != 2) {
			throw new IOException(answer.uri() + " answered " + answer.statusCode() + ": " + new String(answer.body()));
		}
		return JsonMapper.shared().readTree(answer.body());
	}

}
