package io.tandem.failover.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tandem.failover.delivery.LegacyPushgateway;
import io.tandem.fleet.ReloadingFleet;
import io.tandem.ingest.PushedBy;
import io.tandem.ingest.PushedRecord;
import io.tandem.ingest.PushedRecord.Lane;
import io.tandem.ingest.PushedRecord.Protocol;
import io.tandem.ingest.RecordIntake.Outcome;
import io.tandem.wire.remotewrite.WriteRequests;
import io.tandem.wire.remotewrite.WriteSummary;
import io.tandem.wire.route.AgentRoute;
import io.tandem.wire.route.DesiredRoute;
import io.tandem.wire.series.Labels;
import io.tandem.wire.series.Sample;
import io.tandem.wire.series.TimeSeries;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoutedIntakeTests {

	@TempDir
	Path directory;

	private final List<String> shown = new CopyOnWriteArrayList<>();

	private final List<PushedRecord> spooled = new ArrayList<>();

	private int status = 200;

	private HttpServer server;

	private LegacyPushgateway pushgateway;

	private RouteBook book;

	private RoutedIntake intake;

	@BeforeEach
	void start() throws IOException {
		Path file = Files.writeString(this.directory.resolve("fleet.yaml"), """
				version: 1
				machines: [{name: pc2}]
				agents: [{name: shop, machine: pc2, criticality: standard}]
				""");
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/", (exchange) -> {
			String body = new String(exchange.getRequestBody().readAllBytes());
			this.shown.add(exchange.getRequestMethod() + " " + body.strip());
			exchange.sendResponseHeaders(this.status, -1);
			exchange.close();
		});
		this.server.start();
		this.pushgateway = new LegacyPushgateway(URI.create("http://127.0.0.1:" + this.server.getAddress().getPort()),
				"pc2", Duration.ofSeconds(5), Duration.ofSeconds(20));
		this.book = new RouteBook(this.directory.resolve("routes.json"));
		this.intake = new RoutedIntake((record) -> {
			this.spooled.add(record);
			return new Outcome.Durable();
		}, this.pushgateway, this.book, new ReloadingFleet(file, Duration.ofHours(1)), "pc2", InstantSource.system(),
				new SimpleMeterRegistry());
	}

	@AfterEach
	void stop() {
		this.pushgateway.close();
		this.server.stop(0);
	}

	@Test
	void withoutADesiredRouteAPushGoesByTandemAlone() {
		assertThat(this.intake.wantsPushedBy()).isFalse();
		assertThat(this.intake.accept(push("shop", 1))).isEqualTo(new Outcome.Durable());
		assertThat(this.spooled).hasSize(1);
		assertThat(this.shown).isEmpty();
	}

	@Test
	void onTheOldPathNothingIsSpooledAndTheAnswerSaysSo() {
		desire(AgentRoute.LEGACY);
		assertThat(this.intake.wantsPushedBy()).isTrue();
		assertThat(this.intake.accept(push("shop", 4))).isEqualTo(new Outcome.HandedOn("legacy"));
		assertThat(this.spooled).isEmpty();
		assertThat(this.shown).singleElement().asString().startsWith("PUT").contains(" 4");
		assertThat(this.intake.seen("shop").legacyPushes()).isEqualTo(1);
		assertThat(this.intake.seen("shop").lastTandemMillis()).isZero();
	}

	@Test
	void inTheOverlapAPushGoesBothWaysAndTheSpoolAnswers() {
		desire(AgentRoute.OVERLAP);
		assertThat(this.intake.accept(push("shop", 4))).isEqualTo(new Outcome.Durable());
		this.status = 500;
		assertThat(this.intake.accept(push("shop", 5))).isEqualTo(new Outcome.Durable());
		assertThat(this.spooled).hasSize(2);
		assertThat(this.intake.seen("shop").legacyFailure()).isEqualTo("status-500");
	}

	@Test
	void whatTheOldPathDoesNotTakeIsNotAnswered2xx() {
		desire(AgentRoute.LEGACY);
		this.status = 500;
		assertThat(this.intake.accept(push("shop", 4))).isInstanceOf(Outcome.Refused.class);
	}

	@Test
	void anAgentThatHasMovedIsNotShownAnyMore() {
		desire(AgentRoute.OVERLAP);
		this.intake.accept(push("shop", 4));
		desire(AgentRoute.TANDEM);
		this.intake.accept(push("shop", 5));
		this.intake.accept(push("shop", 6));
		assertThat(this.shown).hasSize(2).last().asString().startsWith("DELETE");
	}

	@Test
	void whatAPrometheusScrapedAndAnUnknownSenderGoByTandem() {
		desire(AgentRoute.LEGACY);
		Labels scraped = Labels
			.of(Map.of(Labels.METRIC_NAME, "m", "job", "j", "instance", "shop", "tandem_path", "push"));
		this.intake.accept(record(scraped, 1));
		this.intake.accept(push("stranger", 1));
		assertThat(this.spooled).hasSize(2);
		assertThat(this.shown).isEmpty();
	}

	private void desire(AgentRoute route) {
		this.book.take(new DesiredRoute("shop", route, "phase2"), System.nanoTime());
	}

	private static PushedRecord push(String agent, double value) {
		return record(Labels.of(Map.of(Labels.METRIC_NAME, "m", "job", "j", "instance", agent)), value);
	}

	private static PushedRecord record(Labels labels, double value) {
		byte[] body = WriteRequests.encode(List.of(new TimeSeries(labels, List.of(new Sample(1000, value)))));
		return new PushedRecord(body, new WriteSummary(1, 1, 0, body.length), Protocol.REMOTE_WRITE, null, Lane.LIVE,
				1000, new PushedBy(null, labels));
	}

}
