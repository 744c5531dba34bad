package io.tandem.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.tandem.failover.spool.Position;
import io.tandem.failover.spool.Spool;
import io.tandem.failover.spool.SpoolReader;
import io.tandem.failover.spool.SpoolRecord;
import io.tandem.service.ServiceLauncher;
import io.tandem.wire.identity.RecordRange;
import io.tandem.wire.remotewrite.InvalidWriteRequestException;
import io.tandem.wire.remotewrite.WriteRequests;
import io.tandem.wire.series.Labels;
import io.tandem.wire.series.Sample;
import io.tandem.wire.series.StaleMarker;
import io.tandem.wire.series.TimeSeries;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole service, with a hub that comes later and a restart between. */
class FailoverServiceTests {

	private static final int RECORDS = 5;

	private final List<RecordRange> delivered = new CopyOnWriteArrayList<>();

	private final List<TimeSeries> series = new CopyOnWriteArrayList<>();

	private final HttpClient client = HttpClient.newHttpClient();

	private ConfigurableApplicationContext service;

	@TempDir
	Path state;

	@AfterEach
	void stop() {
		if (this.service != null) {
			this.service.close();
		}
		this.client.close();
	}

	@Test
	void takesPushesWithoutAHubAndDeliversThemAfterARestart() throws Exception {
		int hubPort;
		try (ServerSocket reserved = new ServerSocket(0)) {
			hubPort = reserved.getLocalPort();
		}
		start(hubPort);
		for (int i = 1; i <= RECORDS; i++) {
			assertThat(push(i)).isEqualTo(204);
		}
		assertThat(post(new byte[] { 1, 2, 3 })).isEqualTo(400);
		JsonNode spool = get("/api/v1/spool");
		assertThat(spool.path("durable").asLong()).isEqualTo(RECORDS);
		assertThat(spool.path("delivered").asLong()).isZero();
		assertThat(spool.path("backlog").path("records").asLong()).isEqualTo(RECORDS);
		assertThat(spool.path("backlog").path("oldestAge").asString()).startsWith("PT");
		assertThat(spool.path("gaps").isEmpty()).isTrue();
		String epoch = spool.path("epoch").asString();
		this.service.close();
		HttpServer hub = HttpServer.create(new InetSocketAddress("127.0.0.1", hubPort), 0);
		hub.createContext("/api/v1/write", (exchange) -> {
			this.delivered
				.add(RecordRange.readFrom((name) -> exchange.getRequestHeaders().getFirst(name)).orElseThrow());
			try {
				WriteRequests.read(exchange.getRequestBody().readAllBytes(), this.series::add);
			}
			catch (InvalidWriteRequestException ex) {
				throw new IOException(ex);
			}
			exchange.sendResponseHeaders(204, -1);
			exchange.close();
		});
		hub.createContext("/api/v1/probe", (exchange) -> {
			exchange.sendResponseHeaders(200, -1);
			exchange.close();
		});
		hub.start();
		try {
			start(hubPort);
			await().until(() -> get("/api/v1/spool").path("delivered").asLong() == RECORDS);
			assertThat(this.delivered).containsExactly(new RecordRange("pc2", epoch, 1, RECORDS));
			assertThat(this.series).extracting((series) -> series.labels().get("push"))
				.isEqualTo(IntStream.rangeClosed(1, RECORDS).mapToObj(Integer::toString).toList());
			JsonNode health = get("/actuator/health");
			assertThat(health.path("components").path("spool").path("status").asString()).isEqualTo("UP");
			assertThat(text("/actuator/prometheus")).contains("tandem_spool_backlog_records", "tandem_delivery_records",
					"tandem_spool_fsync_seconds");
		}
		finally {
			hub.stop(0);
		}
	}

	@Test
	void knowsAfterARestartWhichSeriesAGroupHad() throws Exception {
		start(1);
		assertThat(put("/metrics/job/nightly", "rows 5\nerrors 0\n")).isEqualTo(200);
		this.service.close();
		start(1);
		assertThat(put("/metrics/job/nightly", "rows 6\n")).isEqualTo(200);
		try (SpoolReader reader = this.service.getBean(Spool.class).reader(Position.after(1))) {
			for (SpoolRecord record : reader.read(10, 1 << 20)) {
				WriteRequests.read(record.payload(), this.series::add);
			}
		}
		assertThat(this.series).filteredOn((series) -> series.labels().metricName().equals("errors"))
			.singleElement()
			.satisfies((series) -> assertThat(StaleMarker.is(series.samples().getFirst().value())).isTrue());
	}

	private void start(int hubPort) {
		this.service = ServiceLauncher.run(FailoverService.class, "failover", "--server.port=0", "--tandem.machine=pc2",
				"--tandem.state-directory=" + this.state, "--tandem.spool.min-free-disk=1MB",
				"--tandem.delivery.hub-url=http://127.0.0.1:" + hubPort + "/api/v1/write");
	}

	private int push(int number) throws Exception {
		return post(WriteRequests
			.encode(List.of(new TimeSeries(Labels.of(Map.of("__name__", "up", "push", Integer.toString(number))),
					List.of(new Sample(1000, 1))))));
	}

	private int post(byte[] body) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(uri("/api/v1/write"))
			.header("Content-Type", "application/x-protobuf")
			.header("Content-Encoding", "snappy")
			.POST(HttpRequest.BodyPublishers.ofByteArray(body))
			.build();
		return this.client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
	}

	private int put(String path, String text) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(uri(path)).PUT(HttpRequest.BodyPublishers.ofString(text)).build();
		return this.client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
	}

	private JsonNode get(String path) throws Exception {
		return JsonMapper.shared().readTree(text(path));
	}

	private String text(String path) throws Exception {
		return this.client.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString()).body();
	}

	private URI uri(String path) {
		return URI.create(
				"http://127.0.0.1:" + this.service.getEnvironment().getRequiredProperty("local.server.port") + path);
	}

}
