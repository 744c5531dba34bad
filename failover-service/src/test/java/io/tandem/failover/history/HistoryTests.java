package io.tandem.failover.history;

import static io.tandem.failover.history.Transitions.LOCAL;
import static io.tandem.failover.history.Transitions.PEER;
import static io.tandem.failover.history.Transitions.SPOOL;
import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.failover.detection.Observation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** In the whole service, without NATS and without an Alertmanager. */
class HistoryTests {

	private static final int RUNS = 50;

	private static final Duration WITHIN = Duration.ofMillis(250);

	@TempDir
	Path state;

	@Test
	void isStoredAndShownAndGoneOnFromAfterARestart() throws Exception {
		Instant now = Instant.now();
		Observation.Pin pin = new Observation.Pin(PEER, "disk is changed", now, now.plusSeconds(3600));
		try (RunningFailover service = RunningFailover.start(this.state)) {
			assertThat(service.decisions().lastNumber()).isZero();
			assertThat(service.decisions().override()).isNull();
			assertThat(service.store(Transitions.route(1, SPOOL, LOCAL, "start"))).isTrue();
			assertThat(service.store(Transitions.down(2))).isTrue();
			assertThat(service.store(Transitions.route(3, LOCAL, PEER, "refused-run"))).isTrue();
			assertThat(service.store(Transitions.override(4, null, pin))).isTrue();
			JsonNode page = service.json("/api/v1/failover/decisions?limit=2");
			assertThat(page.path("decisions").valueStream().map((each) -> each.path("number").asInt()))
				.containsExactly(4, 3);
			assertThat(page.path("next").asInt()).isEqualTo(3);
			page = service.json("/api/v1/failover/decisions?before=3&kind=route");
			assertThat(page.path("decisions").valueStream().map((each) -> each.path("number").asInt()))
				.containsExactly(1);
			assertThat(page.path("next").isNull()).isTrue();
			assertThat(page.path("decisions").get(0).path("why").asString()).isEqualTo("3 failures in a row in 150 ms");
			JsonNode whole = service.json("/api/v1/failover/decisions/2");
			assertThat(whole.path("tier").asString()).isEqualTo("local-hub/pc2");
			assertThat(whole.path("evidence").path("observations").get(2).path("atMs").asInt()).isEqualTo(-411);
			JsonNode incidents = service.json("/api/v1/failover/incidents");
			assertThat(incidents.size()).isEqualTo(1);
			assertThat(incidents.get(0).path("open").asBoolean()).isTrue();
			assertThat(incidents.get(0).path("openedBy").asInt()).isEqualTo(3);
			problem(service, "/api/v1/failover/decisions/99", 404, "unknown-decision");
			problem(service, "/api/v1/failover/decisions?limit=0", 400, "bad-limit");
			problem(service, "/api/v1/failover/incidents?limit=1001", 400, "bad-limit");
			problem(service, "/api/v1/failover/decisions?kind=x", 400, "bad-kind");
			assertThat(service.json("/actuator/health").path("status").asString()).isEqualTo("UP");
		}
		try (RunningFailover service = RunningFailover.start(this.state)) {
			assertThat(service.decisions().lastNumber()).isEqualTo(4);
			assertThat(service.decisions().override()).isEqualTo(pin);
			assertThat(service.store(Transitions.override(5, pin, null))).isTrue();
			assertThat(service.json("/api/v1/failover/incidents").get(0).path("open").asBoolean()).isTrue();
			assertThat(service.store(Transitions.route(6, SPOOL, LOCAL, "start"))).isTrue();
			JsonNode incident = service.json("/api/v1/failover/incidents").get(0);
			assertThat(incident.path("closedBy").asInt()).isEqualTo(6);
		}
		Files.writeString(this.state.resolve("history.mv.db"), "damaged");
		try (RunningFailover service = RunningFailover.start(this.state)) {
			assertThat(service.decisions().lastNumber()).isEqualTo(6 + Decisions.MOST_WAITING);
			assertThat(service.decisions().override()).isNull();
			for (int i = 1; i <= 20; i++) {
				assertThat(service.store(Transitions.down(1500 + i))).isTrue();
			}
			int inTime = 0;
			long[] nanos = new long[RUNS];
			for (int i = 0; i < RUNS; i++) {
				long start = System.nanoTime();
				inTime += service.decisions().store(List.of(Transitions.down(2000 + i)), Instant.now(), WITHIN) ? 1 : 0;
				nanos[i] = System.nanoTime() - start;
			}
			Arrays.sort(nanos);
			System.out.printf("storing a decision: p50=%.1f ms p99=%.1f ms max=%.1f ms in time=%d of %d%n",
					nanos[RUNS / 2] / 1e6, nanos[RUNS * 99 / 100] / 1e6, nanos[RUNS - 1] / 1e6, inTime, RUNS);
			assertThat(Duration.ofNanos(nanos[RUNS / 2])).isLessThan(WITHIN);
			assertThat(service.store(Transitions.down(2000 + RUNS))).isTrue();
			HistoryStore store = service.bean(HistoryStore.class);
			assertThat(store.prune(Instant.EPOCH, 50)).isEqualTo(new HistoryStore.Pruned(RUNS - 29, RUNS - 29));
			assertThat(store.prune(Instant.EPOCH, 50).rows()).isZero();
			assertThat(store.decisions(Long.MAX_VALUE, null, 1000)).hasSize(50);
			assertThat(store.prune(Instant.now().plusSeconds(1), 50).rows()).isEqualTo(50);
		}
	}

	private static void problem(RunningFailover service, String path, int status, String slug) {
		assertThat(service.get(path).statusCode()).isEqualTo(status);
		assertThat(service.json(path).path("type").asString()).isEqualTo("urn:tandem:problem:" + slug);
	}

}
