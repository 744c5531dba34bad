package io.tandem.healthsync.alerting;

import static io.tandem.healthsync.alerting.Severity.WARNING;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tandem.alerts.AlertmanagerClient;
import io.tandem.test.time.MutableClock;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AlertmanagerFeedTests {

	private final MutableClock clock = MutableClock.at(Pages.START);

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final AlertmanagerClient client = new AlertmanagerClient(Duration.ofSeconds(2));

	private final List<JsonNode> posts = Collections.synchronizedList(new ArrayList<>());

	private volatile int status = 200;

	private long nanos;

	private HttpServer server;

	private PageBook book;

	private AlertmanagerFeed feed;

	@BeforeEach
	void start() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
		this.server.createContext("/", (exchange) -> {
			JsonNode post = JsonMapper.shared().readTree(exchange.getRequestBody().readAllBytes());
			if (this.status == 200) {
				this.posts.add(post);
			}
			exchange.sendResponseHeaders(this.status, -1);
			exchange.close();
		});
		this.server.start();
		URI url = URI.create("http://127.0.0.1:" + this.server.getAddress().getPort());
		AlertingProperties settings = new AlertingProperties(List.of(url), Duration.ofMinutes(1), 200,
				new Escalation(Duration.ZERO, Duration.ZERO));
		AlertingMeters meters = new AlertingMeters(this.registry);
		this.book = new PageBook(settings, this.clock, meters);
		this.feed = new AlertmanagerFeed(url, this.book, this.client, settings, this.clock, () -> this.nanos, meters);
	}

	@AfterEach
	void stop() {
		this.client.close();
		this.server.stop(0);
	}

	@Test
	void openPageIsSentAtOnceThenEachIntervalAndItsEndOnce() {
		this.book.tell(Pages.of("i", WARNING));
		workAfter("PT0S");
		workAfter("PT59S");
		assertThat(this.posts).hasSize(1);
		workAfter("PT1S");
		assertThat(this.posts).hasSize(2);
		assertThat(this.posts.get(1).at("/0/endsAt").asString()).isEqualTo("2026-01-01T00:05:00Z");
		this.book.tell(Pages.of("i", WARNING).ended(this.clock.instant()));
		workAfter("PT1S");
		workAfter("PT10M");
		assertThat(this.posts).hasSize(3);
		assertThat(this.posts.get(2).at("/0/endsAt").asString()).isEqualTo("2026-01-01T00:01:00Z");
	}

	@Test
	void afterAFailureTheStateOfThenIsSent() {
		this.status = 503;
		this.book.tell(Pages.of("i", WARNING));
		workAfter("PT0S");
		assertThat(this.feed.isFailing()).isTrue();
		assertThat(this.registry.get("tandem.alerting.receiver.failing").gauge().value()).isEqualTo(1);
		this.book.tell(Pages.of("i", WARNING).ended(Pages.START));
		this.book.tell(Pages.on("Other", "j", WARNING));
		this.status = 200;
		assertThat(this.feed.work()).as("waits first").isLessThan(Duration.ofSeconds(1));
		assertThat(this.posts).isEmpty();
		workAfter("PT1S");
		assertThat(this.posts).hasSize(1);
		assertThat(this.posts.getFirst().size()).isEqualTo(2);
		assertThat(this.feed.isFailing()).isFalse();
	}

	@Test
	void manyGoInBatches() {
		for (int i = 0; i < 150; i++) {
			this.book.tell(Pages.on("n" + i, "i" + i, WARNING));
		}
		workAfter("PT0S");
		assertThat(this.posts).extracting(JsonNode::size).containsExactly(64, 64, 22);
	}

	private void workAfter(String duration) {
		Duration passed = Duration.parse(duration);
		this.clock.advance(passed);
		this.nanos += passed.toNanos();
		this.feed.work();
	}

}
