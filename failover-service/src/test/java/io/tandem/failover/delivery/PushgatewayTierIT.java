package io.tandem.failover.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tandem.failover.detection.Tier;
import io.tandem.failover.spool.Position;
import io.tandem.failover.spool.SpoolRecord;
import io.tandem.test.net.FreePorts;
import io.tandem.test.time.MutableClock;
import io.tandem.wire.remotewrite.WriteRequests;
import io.tandem.wire.series.Labels;
import io.tandem.wire.series.Sample;
import io.tandem.wire.series.StaleMarker;
import io.tandem.wire.series.TimeSeries;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the real Pushgateway. */
class PushgatewayTierIT {

	private static final Tier PUSHGATEWAY = new Tier(Tier.Kind.PUSHGATEWAY, "pc2");

	private static final Tier LOCAL = new Tier(Tier.Kind.LOCAL_HUB, "pc2");

	private static final String OTHERS = "/metrics/job/shop/instance/a";

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final HttpClient client = HttpClient.newHttpClient();

	private final CurrentRoute route = new CurrentRoute(PUSHGATEWAY, "test", Instant.EPOCH);

	private final MutableClock clock = MutableClock.at(InstantSource.system().instant());

	private final List<PushgatewayExpiry> expiries = new ArrayList<>();

	private Process process;

	private URI url;

	private PushgatewayPaths paths;

	private PushgatewayReceiver receiver;

	@BeforeEach
	void start(@TempDir Path directory) throws Exception {
		int port = FreePorts.next();
		this.url = URI.create("http://127.0.0.1:" + port);
		this.process = new ProcessBuilder("/usr/bin/prometheus-pushgateway", "--web.listen-address=127.0.0.1:" + port,
				"--persistence.file=" + directory.resolve("groups"))
			.directory(directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(directory.resolve("pushgateway.log").toFile())
			.start();
		await().atMost(Duration.ofSeconds(20)).ignoreExceptions().until(() -> get("/-/ready") != null);
		this.paths = new PushgatewayPaths(this.url, "pc2");
		this.receiver = new PushgatewayReceiver(this.paths, Duration.ofMillis(500), Duration.ofSeconds(2),
				this.registry);
	}

	@AfterEach
	void stop() throws Exception {
		this.expiries.forEach(PushgatewayExpiry::stop);
		this.receiver.close();
		this.client.close();
		this.process.destroy();
		assertThat(this.process.waitFor(10, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void lastValuesStayVisibleAndOthersGroupsAreLeftAlone() throws Exception {
		put(OTHERS, "up 5\n");
		send(series(1, "up", "shop", "a/b"), series(2, "lag.x", "shop", "a/b"), series(3, "up", "till", "c"));
		send(series(4, "lag", "shop", "a/b"), series(StaleMarker.VALUE, "up", "till", "c"),
				series(7, "rows", "till", "c"));
		assertThat(samples()).containsExactlyInAnyOrder("up{instance=\"a\",job=\"shop\"} 5",
				"up{instance=\"a/b\",job=\"shop\",tandem_origin=\"pc2\",tandem_tier=\"pushgateway\"} 1",
				"lag{instance=\"a/b\",job=\"shop\",tandem_origin=\"pc2\",tandem_tier=\"pushgateway\"} 4",
				"rows{instance=\"c\",job=\"till\",tandem_origin=\"pc2\",tandem_tier=\"pushgateway\"} 7");
		assertThat(this.registry.counter("tandem.delivery.pushgateway.dropped").count()).isEqualTo(1);
	}

	@Test
	void aGroupThatDoesNotFitWithAnotherPushersIsCountedAndStopsNobody() throws Exception {
		put(OTHERS, "# TYPE lag histogram\nlag_bucket{le=\"+Inf\"} 1\nlag_sum 1\nlag_count 1\n");
		assertThat(send(series(1, "lag", "shop", "b"), series(1, "up", "till", "c")))
			.isInstanceOf(DeliveryOutcome.Accepted.class);
		assertThat(samples()).anyMatch((line) -> line.startsWith("up{instance=\"c\""));
		assertThat(this.registry.counter("tandem.delivery.pushgateway.refused").count()).isEqualTo(1);
	}

	@Test
	void whatIsNotPushedAnyMoreIsTakenBackAndNothingElse() throws Exception {
		put(OTHERS, "up 5\n");
		send(series(1, "up", "dead", "x"));
		this.clock.advance(Duration.ofSeconds(250));
		expire(Duration.ofHours(1));
		await().during(Duration.ofMillis(300)).until(() -> samples().size() == 2);
		this.clock.advance(Duration.ofSeconds(51));
		await().until(() -> samples().size() == 1);
		assertThat(samples()).containsExactly("up{instance=\"a\",job=\"shop\"} 5");
		assertThat(this.registry.counter("tandem.delivery.pushgateway.expired").count()).isEqualTo(1);
	}

	@Test
	void backAtAHubAllOfItIsTakenBackEvenWhatAFormerLifePut() throws Exception {
		put(OTHERS, "up 5\n");
		put("/metrics/job/shop/tandem_tier/pushgateway/tandem_origin/mainpc/instance/a", "up 6\n");
		send(series(1, "up", "shop", "x"), series(1, "up", "till", "y"));
		this.receiver.forget();
		expire(Duration.ofMillis(300));
		await().during(Duration.ofMillis(600)).until(() -> samples().size() == 4);
		this.route.use(LOCAL, "back", Instant.EPOCH);
		await().until(() -> samples().size() == 2);
		assertThat(samples()).noneMatch((line) -> line.contains("pc2"));
		this.route.use(PUSHGATEWAY, "gone", Instant.EPOCH);
		send(series(1, "up", "shop", "x"));
		assertThat(samples()).hasSize(3);
	}

	@Test
	void aPushgatewayThatIsGoneIsAFailureOfItsKind() throws Exception {
		this.process.destroy();
		assertThat(this.process.waitFor(10, TimeUnit.SECONDS)).isTrue();
		assertThat(send(series(1, "up", "shop", "x"))).isEqualTo(new DeliveryOutcome.Retry("refused", null));
	}

	/** Not asserted: what forty agents of 100 series cost. */
	@Test
	void fortyAgentsArePushedInOneGo() throws Exception {
		TimeSeries[] series = new TimeSeries[4000];
		for (int i = 0; i < series.length; i++) {
			series[i] = series(i, "metric_" + i % 100, "job", "agent-" + i / 100);
		}
		long start = System.nanoTime();
		for (int tries = 0; tries < 20
				&& this.registry.counter("tandem.delivery.pushgateway.groups").count() < 40; tries++) {
			send(series);
		}
		System.out.printf("40 groups of 100 series: %d ms%n", (System.nanoTime() - start) / 1_000_000);
		assertThat(samples()).hasSize(4000);
	}

	private void expire(Duration afterReturn) {
		PushgatewayExpiry expiry = new PushgatewayExpiry(this.paths, this.receiver, this.route, this.clock,
				new PushgatewayExpiry.Times(Duration.ofMillis(50), Duration.ofMinutes(5), afterReturn),
				Duration.ofSeconds(2), this.registry);
		this.expiries.add(expiry);
		Thread.ofPlatform().daemon().start(expiry);
	}

	private DeliveryOutcome send(TimeSeries... series) {
		SpoolRecord record = new SpoolRecord(1, 0, (byte) 1, WriteRequests.encode(List.of(series)), Position.START);
		return this.receiver.send(Batch.of("pc2", "e", List.of(record), WriteRequests::join)).join();
	}

	private static TimeSeries series(double value, String name, String job, String instance) {
		return new TimeSeries(Labels.of("__name__", name, "job", job, "instance", instance),
				List.of(new Sample(1000, value)));
	}

	/** Returns the samples that were pushed. */
	private List<String> samples() throws Exception {
		return get("/metrics").lines().filter((line) -> line.contains("job=\"") && !line.startsWith("push_")).toList();
	}

	private void put(String path, String body) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(this.url.resolve(path))
			.PUT(HttpRequest.BodyPublishers.ofString(body))
			.build();
		assertThat(this.client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(200);
	}

	private String get(String path) throws Exception {
		return this.client
			.send(HttpRequest.newBuilder(this.url.resolve(path)).build(), HttpResponse.BodyHandlers.ofString())
			.body();
	}

}
