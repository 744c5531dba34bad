package io.tandem.agent.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.agent.Receiver;
import io.tandem.agent.push.HttpCall;
import io.tandem.wire.health.HealthReport;
import io.tandem.wire.health.HealthReports;
import io.tandem.wire.health.HealthStatus;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.actuate.endpoint.StatusAggregator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

class HealthPublisherTests {

	private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

	private static final long SECOND = Duration.ofSeconds(1).toNanos();

	private final HttpClient http = HttpCall.client(Duration.ofSeconds(1));

	private final Receiver service = new Receiver();

	private final HealthPublisher publisher = new HealthPublisher(this.http, this.service.uri(), "shop", "pc2", "e1",
			Duration.ofSeconds(5), InstantSource.fixed(NOW));

	private final AtomicReference<AgentHealth.State> state = new AtomicReference<>(
			AgentHealth.State.of(HealthStatus.UP, null));

	@AfterEach
	void close() {
		this.service.close();
		this.http.shutdownNow();
	}

	@Test
	void aReportSaysAllAndIsNumbered() throws Exception {
		assertThat(this.publisher
			.publish(new AgentHealth.State(HealthStatus.DEGRADED, Map.of("queue_depth", 12.0), "x".repeat(2000))))
			.isTrue();
		Receiver.Request request = this.service.take();
		assertThat(request.path()).isEqualTo("/api/v1/health");
		assertThat(request.agent()).isEqualTo("shop");
		assertThat(HealthReports.read(request.body())).isEqualTo(new HealthReport("shop", "pc2", HealthStatus.DEGRADED,
				NOW, 1, "e1", Map.of("queue_depth", 12.0), "x".repeat(1024)));
	}

	@Test
	void aNumberIsUsedOnceEvenIfItsReportIsLost() throws Exception {
		this.service.answer(503);
		assertThat(this.publisher.publish(this.state.get())).isFalse();
		this.service.answer(204);
		assertThat(this.publisher.publish(this.state.get())).isTrue();
		assertThat(this.publisher.sequence()).isEqualTo(2);
		assertThat(this.publisher.failures()).isEqualTo(1);
	}

	@Test
	void figuresThatAreNoFiguresAreAFailureAndNoException() throws Exception {
		assertThat(this.publisher.publish(new AgentHealth.State(HealthStatus.UP, Map.of("a", Double.NaN), null)))
			.isFalse();
	}

	@Test
	void itIsReportedEachMinuteAndWhenItChanges() throws Exception {
		try (HealthWatch watch = watch(this.state::get)) {
			watch.check(0);
			watch.check(5 * SECOND);
			watch.check(59 * SECOND);
			assertThat(this.service.requests()).hasSize(1);
			watch.check(60 * SECOND);
			assertThat(this.service.requests()).hasSize(2);
			this.state.set(AgentHealth.State.of(HealthStatus.DOWN, "db"));
			watch.check(65 * SECOND);
			watch.check(70 * SECOND);
			assertThat(this.service.requests()).hasSize(3);
		}
	}

	@Test
	void aReportThatIsNotTakenIsMadeAnewAtTheNextCheck() throws Exception {
		this.service.answer(503);
		try (HealthWatch watch = watch(this.state::get)) {
			watch.check(0);
			watch.check(5 * SECOND);
			this.service.answer(204);
			watch.check(10 * SECOND);
			watch.check(15 * SECOND);
			assertThat(this.service.requests()).hasSize(3);
		}
	}

	@Test
	void aCheckThatThrowsIsUnknown() throws Exception {
		try (HealthWatch watch = watch(() -> {
			throw new IllegalStateException("broken");
		})) {
			watch.check(0);
			HealthReport report = HealthReports.read(this.service.take().body());
			assertThat(report.status()).isEqualTo(HealthStatus.UNKNOWN);
			assertThat(report.message()).contains("broken");
		}
	}

	@Test
	void aStartedWatchReportsByItself() throws Exception {
		try (HealthWatch watch = new HealthWatch(this.state::get, this.publisher, Duration.ofMinutes(1),
				Duration.ofMillis(100))) {
			watch.start();
			assertThat(this.service.take().text()).contains("UP");
		}
	}

	@Test
	void theAggregateOfAllIndicatorsIsTheAgentsAndTheBadOnesAreNamed() {
		HealthIndicator up = () -> Health.up().build();
		HealthIndicator out = () -> Health.outOfService().build();
		assertThat(health(Map.of("disk", up)).check()).isEqualTo(AgentHealth.State.of(HealthStatus.UP, null));
		assertThat(health(Map.of("db", CompositeHealthContributor.fromMap(Map.of("one", up, "two", out)))).check())
			.isEqualTo(AgentHealth.State.of(HealthStatus.DOWN, "db/two: OUT_OF_SERVICE"));
		assertThat(health(Map.of()).check().status()).isEqualTo(HealthStatus.UP);
	}

	private static ContributedHealth health(
			Map<String, ? extends org.springframework.boot.health.contributor.HealthContributor> contributors) {
		return new ContributedHealth(CompositeHealthContributor.fromMap(contributors), StatusAggregator.getDefault());
	}

	private HealthWatch watch(AgentHealth health) {
		return new HealthWatch(health, this.publisher, Duration.ofMinutes(1), Duration.ofHours(1));
	}

}
