package io.tandem.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AlertmanagerClientTests {

	private static final Alert ALERT = Alert.of(Map.of("alertname", "HubDown", "machine", "pc2"),
			Map.of("summary", "a \"quoted\" line"), Instant.parse("2026-01-01T00:00:00Z"),
			Instant.parse("2026-01-01T00:04:00Z"));

	private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();

	private final AlertmanagerClient client = new AlertmanagerClient(Duration.ofSeconds(20));

	private int status = 200;

	private String answer = "";

	private HttpServer server;

	@BeforeEach
	void start() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
		this.server.createContext("/", (exchange) -> {
			this.requests.add(exchange.getRequestURI() + " "
					+ new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
			if (this.status == 0) {
				return;
			}
			byte[] body = this.answer.getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(this.status, (body.length == 0) ? -1 : body.length);
			exchange.getResponseBody().write(body);
			exchange.close();
		});
		this.server.start();
	}

	@AfterEach
	void stop() {
		this.client.close();
		this.server.stop(0);
	}

	@Test
	void postsAllInOneRequestBelowAnyPrefix() throws InterruptedException {
		assertThat(this.client.post(base("/am/"), List.of(ALERT, ALERT))).isEqualTo(new PostOutcome.Taken());
		String one = "{\"labels\":{\"alertname\":\"HubDown\",\"machine\":\"pc2\"},\"annotations\":{\"summary\":\"a \\\"quoted\\\" line\"},"
				+ "\"startsAt\":\"2026-01-01T00:00:00Z\",\"endsAt\":\"2026-01-01T00:04:00Z\"}";
		assertThat(this.requests.poll(20, TimeUnit.SECONDS)).isEqualTo("/am/api/v2/alerts [" + one + "," + one + "]");
		assertThat(this.client.post(base(""), List.of(ALERT))).isEqualTo(new PostOutcome.Taken());
		assertThat(this.requests.poll(20, TimeUnit.SECONDS)).startsWith("/api/v2/alerts [");
	}

	@Test
	void refusalIsAnOutcomeWithTheBeginningOfTheAnswer() {
		this.status = 400;
		this.answer = "x".repeat(10_000);
		assertThat(this.client.post(base(""), List.of(ALERT)))
			.isEqualTo(new PostOutcome.Failed("status-400", "x".repeat(300)));
	}

	@Test
	void silenceAndAbsenceAreOutcomes() {
		this.status = 0;
		try (AlertmanagerClient impatient = new AlertmanagerClient(Duration.ofMillis(500))) {
			assertThat(impatient.post(base(""), List.of(ALERT)))
				.isEqualTo(new PostOutcome.Failed("HttpTimeoutException", ""));
		}
		URI base = base("");
		this.server.stop(0);
		assertThat(this.client.post(base, List.of(ALERT))).isEqualTo(new PostOutcome.Failed("ConnectException", ""));
	}

	private URI base(String path) {
		return URI.create("http://127.0.0.1:" + this.server.getAddress().getPort() + path);
	}

}
