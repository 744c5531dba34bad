package io.tandem.failover.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tandem.service.ProblemException;
import io.tandem.service.security.ServiceHttp;
import io.tandem.test.net.FreePorts;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.ResponseEntity;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.util.unit.DataSize;

class HealthControllerTests {

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	private final List<AutoCloseable> open = new CopyOnWriteArrayList<>();

	@AfterEach
	void close() throws Exception {
		for (AutoCloseable each : this.open) {
			each.close();
		}
	}

	@Test
	void theMachinesOwnServiceIsAskedFirstAndItsAnswerPassedOn() throws Exception {
		Service own = new Service(204, "");
		Service peer = new Service(204, "");
		assertThat(take(controller(own.url(), peer.url()), "{}").getStatusCode().value()).isEqualTo(204);
		assertThat(own.asked).containsExactly("/api/v1/health {}");
		assertThat(peer.asked).isEmpty();
		assertThat(count("pc2", "taken")).isEqualTo(1);
	}

	@Test
	void aFaultyReportIsTheSendersBusinessAndGoesToNobodyElse() throws Exception {
		Service own = new Service(400, "{\"title\":\"invalid\"}");
		Service peer = new Service(204, "");
		ResponseEntity<byte[]> answer = take(controller(own.url(), peer.url()), "{}");
		assertThat(answer.getStatusCode().value()).isEqualTo(400);
		assertThat(new String(answer.getBody(), StandardCharsets.UTF_8)).contains("invalid");
		assertThat(answer.getHeaders().getFirst("Content-Type")).isEqualTo("application/problem+json");
		assertThat(peer.asked).isEmpty();
	}

	@Test
	void anotherMachineTakesItWhileTheOwnServiceIsAwayOrCannotStoreIt() throws Exception {
		Service peer = new Service(204, "");
		assertThat(take(controller(nobody(), peer.url()), "{}").getStatusCode().value()).isEqualTo(204);
		Service full = new Service(503, "");
		assertThat(take(controller(full.url(), peer.url()), "{}").getStatusCode().value()).isEqualTo(204);
		assertThat(peer.asked).containsOnly("/api/v1/health/relayed/pc2 {}").hasSize(2);
		assertThat(count("mainpc", "taken")).isEqualTo(2);
		assertThat(count("pc2", "unavailable")).isEqualTo(2);
	}

	@Test
	void ifNobodyTakesItTheSenderIsToldWhatEachMachineSaid() throws Exception {
		Service full = new Service(503, "");
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> take(controller(nobody(), full.url()), "{}"))
			.satisfies((problem) -> {
				assertThat(problem.getStatusCode().value()).isEqualTo(503);
				assertThat(problem.getBody().getDetail()).contains("pc2: ConnectException", "mainpc: status 503");
				assertThat(problem.getHeaders().getFirst("Retry-After")).isEqualTo("5");
			});
	}

	@Test
	void aBodyOverTheLimitIsRefused() throws Exception {
		assertThatExceptionOfType(ProblemException.class)
			.isThrownBy(() -> take(controller(nobody(), nobody()), " ".repeat(1001)))
			.satisfies((problem) -> assertThat(problem.getStatusCode().value()).isEqualTo(413));
	}

	private HealthController controller(URI own, URI peer) {
		HealthProperties properties = new HealthProperties(own, Map.of("mainpc", peer), Duration.ofMillis(300),
				Duration.ofSeconds(2), DataSize.ofBytes(1000), 4, Duration.ofSeconds(5));
		HealthTargets targets = new HealthTargets(properties, "pc2", ServiceHttp.unprotected());
		this.open.add(targets);
		return new HealthController(targets, properties, this.meters);
	}

	private static ResponseEntity<byte[]> take(HealthController controller, String body) throws Exception {
		MockHttpServletRequest request = new MockHttpServletRequest("POST", "/api/v1/health");
		request.setContent(body.getBytes(StandardCharsets.UTF_8));
		return controller.take(request);
	}

	private double count(String machine, String outcome) {
		return this.meters.get("tandem.gateway.health").tags("machine", machine, "outcome", outcome).counter().count();
	}

	private static URI nobody() {
		return URI.create("http://127.0.0.1:" + FreePorts.next());
	}

	private final class Service {

		final List<String> asked = new CopyOnWriteArrayList<>();

		private final HttpServer server;

		Service(int status, String body) throws IOException {
			this.server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
			this.server.createContext("/", (exchange) -> {
				String sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
				this.asked.add(exchange.getRequestURI().getPath() + " " + sent);
				if (!body.isEmpty()) {
					exchange.getResponseHeaders().set("Content-Type", "application/problem+json");
				}
				exchange.sendResponseHeaders(status, body.isEmpty() ? -1 : body.length());
				exchange.getResponseBody().write(body.getBytes(StandardCharsets.UTF_8));
				exchange.close();
			});
			this.server.start();
			HealthControllerTests.this.open.add(() -> this.server.stop(0));
		}

		URI url() {
			return URI.create("http://127.0.0.1:" + this.server.getAddress().getPort());
		}

	}

}
