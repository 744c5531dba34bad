package io.tandem.healthsync.history;

import static io.tandem.healthsync.history.Messages.report;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tandem.binder.JetStreamHeaders;
import io.tandem.binder.StartPositions.OpenedStream;
import io.tandem.database.OpenDatabase;
import io.tandem.healthsync.history.KeptReport.Kind;
import io.tandem.healthsync.state.Fleets;
import io.tandem.healthsync.state.HealthMessage;
import io.tandem.service.ProblemException;
import io.tandem.test.time.MutableClock;
import io.tandem.wire.health.HealthStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;
import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

@DataJpaTest(properties = { "spring.datasource.url=jdbc:h2:file:./target/history-reading-tests/h",
		"spring.datasource.username=tandem", "spring.flyway.locations=classpath:db/health-sync",
		"spring.jpa.hibernate.ddl-auto=validate", "spring.jpa.properties.hibernate.jdbc.time_zone=UTC" })
@AutoConfigureTestDatabase(replace = AutoConfigureTestDatabase.Replace.NONE)
@ContextConfiguration(classes = HistoryReadingTests.Rows.class)
@Transactional(propagation = Propagation.NOT_SUPPORTED)
class HistoryReadingTests {

	private static final OpenedStream STREAM = new OpenedStream("HEALTH_PC2", Messages.CREATED, 1, 100_000);

	private static final HistoryProperties SETTINGS = new HistoryProperties(Duration.ofHours(24),
			Duration.ofSeconds(60));

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final MutableClock clock = MutableClock.at(Messages.START.plusSeconds(1000));

	private final HistoryStore store;

	private final JdbcTemplate jdbc;

	@Autowired
	HistoryReadingTests(ReportRows reports, AgentRows agents, PositionRows positions,
			PlatformTransactionManager transactions, JdbcTemplate jdbc) {
		this.store = new HistoryStore(reports, agents, positions, new TransactionTemplate(transactions),
				new OpenDatabase(jdbc));
		this.jdbc = jdbc;
	}

	@BeforeEach
	void empty() {
		List.of("health_report", "health_agent", "health_position")
			.forEach((table) -> this.jdbc.update("delete from " + table));
	}

	private HistoryReading reading() {
		return new HistoryReading(Map.of("HEALTH_PC2", "pc2"),
				(machine) -> this.store.load(machine, SETTINGS, Fleets.KEEP, 10), this.store,
				new HistoryMeters(this.registry), this.clock);
	}

	private static Message<List<byte[]>> batch(HealthMessage... messages) {
		return MessageBuilder.withPayload(Arrays.stream(messages).map(HealthMessage::body).toList())
			.setHeader(JetStreamHeaders.BATCH, Arrays.stream(messages).map((message) -> {
				Map<String, Object> headers = new HashMap<>();
				headers.put(JetStreamHeaders.STREAM, message.stream());
				headers.put(JetStreamHeaders.SEQUENCE, message.position().sequence());
				headers.put(JetStreamHeaders.TIMESTAMP, message.position().storedAt());
				headers.put(JetStreamHeaders.SUBJECT, message.subject());
				headers.put(JetStreamHeaders.REPLAYED, true);
				return headers;
			}).toList())
			.build();
	}

	private List<String> stored() {
		return this.store
			.page("pc2", "a", Messages.START,
					Instant.MAX.minusSeconds(1).isAfter(Messages.START) ? Messages.START.plus(Duration.ofDays(2))
							: Messages.START,
					100)
			.stream()
			.map((report) -> report.kind().word() + " " + report.sequence() + " " + report.status())
			.toList();
	}

	@Test
	void goesOnAfterARestartExactlyWhereItEnded() {
		HistoryReading first = reading();
		assertThat(first.startOf(STREAM)).isEmpty();
		first.accept(batch(report(1, "a", "UP", "e", 1), report(2, "a", "UP", "e", 2), report(3, "a", "DOWN", "e", 3)));
		HistoryReading second = reading();
		assertThat(second.startOf(STREAM)).hasValue(4);
		second.accept(batch(report(4, "a", "DOWN", "e", 4), report(5, "a", "DOWN", "e", 3),
				report(63, "a", "DOWN", "e", 5), report(64, "a", "UP", "e", 6)));
		assertThat(stored()).containsExactly("status 6 UP", "trail 5 DOWN", "status 3 DOWN", "first 1 UP");
		assertThat(counted("kept")).isEqualTo(4);
		assertThat(counted("thinned")).isEqualTo(2);
		assertThat(counted("duplicate")).isEqualTo(1);
		assertThat(this.store.position("pc2")).isEqualTo(report(64, "a", "UP", "e", 6).position());
	}

	@Test
	void streamThatWasMadeAnewIsReadAgainAndDoublesNothing() {
		HealthMessage[] messages = { report(1, "a", "UP", "e", 1), report(2, "a", "DOWN", "e", 2) };
		HistoryReading reading = reading();
		reading.startOf(STREAM);
		reading.accept(batch(messages));
		OpenedStream anew = new OpenedStream("HEALTH_PC2", Messages.CREATED.plusSeconds(9), 1, 2);
		HistoryReading restarted = reading();
		assertThat(restarted.startOf(anew)).isEmpty();
		restarted.accept(batch(messages));
		assertThat(stored()).containsExactly("status 2 DOWN", "first 1 UP");
	}

	@Test
	void batchThatCannotBeStoredIsTriedAgainUntilItCan() throws Exception {
		HistoryReading reading = reading();
		reading.startOf(STREAM);
		this.jdbc.execute("alter table health_position rename to hidden");
		CompletableFuture<Void> stored = CompletableFuture
			.runAsync(() -> reading.accept(batch(report(1, "a", "UP", "e", 1))));
		while (this.registry.find("tandem.health.history.failures").counter() == null) {
			Thread.onSpinWait();
		}
		assertThat(stored()).isEmpty();
		this.jdbc.execute("alter table hidden rename to health_position");
		stored.get(10, TimeUnit.SECONDS);
		assertThat(stored()).containsExactly("first 1 UP");
	}

	@Test
	void endOfTheServiceEndsTheTrying() {
		HistoryReading reading = reading();
		reading.startOf(STREAM);
		reading.end();
		this.jdbc.execute("alter table health_position rename to hidden");
		try {
			assertThatIllegalStateException().isThrownBy(() -> reading.accept(batch(report(1, "a", "UP", "e", 1))))
				.withMessageContaining("the service ends");
		}
		finally {
			this.jdbc.execute("alter table hidden rename to health_position");
		}
	}

	@Test
	void damagedKnowledgeOfAnAgentMeansReadingAllAgain() {
		HistoryReading reading = reading();
		reading.startOf(STREAM);
		reading.accept(batch(report(1, "a", "UP", "e", 1)));
		this.jdbc.update("update health_agent set state = x'00'");
		HistoryReading restarted = reading();
		assertThat(restarted.startOf(STREAM)).isEmpty();
		restarted.accept(batch(report(1, "a", "UP", "e", 1)));
		assertThat(stored()).containsExactly("first 1 UP");
	}

	@Test
	void oldReportsAreDeletedAFewAtATime() {
		HistoryReading reading = reading();
		reading.startOf(STREAM);
		HealthMessage[] messages = new HealthMessage[1500];
		for (int n = 1; n <= messages.length; n++) {
			messages[n - 1] = report(n, "a", (n % 2 == 0) ? "UP" : "DOWN", "e", n);
		}
		reading.accept(batch(messages));
		this.clock.advance(Duration.ofHours(24));
		HistoryPruning pruning = new HistoryPruning(this.store, Duration.ofHours(24), new HistoryMeters(this.registry),
				this.clock);
		assertThat(pruning.work()).isLessThan(Duration.ofSeconds(1));
		assertThat(pruning.work()).isEqualTo(Duration.ofMinutes(5));
		assertThat(this.store.page("pc2", "a", Instant.EPOCH, this.clock.instant(), 1000)).hasSize(501);
		assertThat(this.registry.get("tandem.health.history.pruned").counter().count()).isEqualTo(999);
	}

	@Test
	void pagesAndTheStateAtATimeAreShown() {
		HistoryReading reading = reading();
		reading.startOf(STREAM);
		reading.accept(batch(report(1, "a", "UP", "e", 1), report(10, "b", "UP", "e", 1),
				report(20, "a", "DOWN", "e", 3), report(25, "a", "DEGRADED", "e", 2), report(30, "a", "UP", "e", 4)));
		HistoryController http = new HistoryController(this.store, Fleets.of(List.of()), SETTINGS, this.clock);
		HistoryController.Page page = http.history("pc2", "a", null, null, 3);
		assertThat(page.reports()).extracting(HistoryController.ReportView::kind)
			.containsExactly("status", "late", "status");
		assertThat(page.reports().getFirst().metrics().path("queue_depth").asDouble()).isEqualTo(12.5);
		HistoryController.Page rest = http.history("pc2", "a", null, page.next(), 3);
		assertThat(rest.reports()).extracting(HistoryController.ReportView::kind).containsExactly("first");
		assertThat(rest.next()).isNull();
		assertThat(http.history("pc2", "a", at(20), at(30), 10).reports()).hasSize(2);
		assertThat(http.history("pc2", "nobody", null, null, 3).reports()).isEmpty();
		assertThat(statesAt(http, 9)).containsExactly("a UP");
		assertThat(statesAt(http, 20)).containsExactly("a DOWN", "b UP");
		assertThat(statesAt(http, 29)).containsExactly("a DOWN", "b UP");
		assertThat(statesAt(http, 30)).containsExactly("a UP", "b UP");
		assertThat(http.at(at(30)).machines().get("pc2").completeTo()).isEqualTo(at(30));
		assertThat(http.at(at(30)).machines().get("mainpc").completeTo()).isNull();
		assertProblem(() -> http.history("pc3", "a", null, null, 3), "unknown-machine");
		assertProblem(() -> http.history("pc2", "a", null, null, 0), "bad-limit");
		assertProblem(() -> http.history("pc2", "a", at(3), at(3), 1), "bad-time");
		assertProblem(() -> http.at(this.clock.instant().plusSeconds(1)), "bad-time");
		assertProblem(() -> http.at(Messages.START.minus(Duration.ofDays(2))), "bad-time");
	}

	private static List<String> statesAt(HistoryController http, long second) {
		return http.at(at(second))
			.machines()
			.get("pc2")
			.agents()
			.stream()
			.map((agent) -> agent.agent() + " " + agent.status())
			.toList();
	}

	private static void assertProblem(ThrowingCallable call, String slug) {
		org.assertj.core.api.Assertions.assertThatExceptionOfType(ProblemException.class)
			.isThrownBy(call)
			.satisfies((problem) -> assertThat(problem.getBody().getType()).hasToString("urn:tandem:problem:" + slug));
	}

	private static Instant at(long second) {
		return Messages.START.plusSeconds(second);
	}

	private double counted(String outcome) {
		return this.registry.get("tandem.health.history.reports").tag("outcome", outcome).counter().count();
	}

	@Test
	void kindsAndStatusesFitTheirColumns() {
		assertThat(Kind.values()).allSatisfy((kind) -> assertThat(kind.name()).hasSizeLessThanOrEqualTo(10));
		assertThat(HealthStatus.values())
			.allSatisfy((status) -> assertThat(status.name()).hasSizeLessThanOrEqualTo(10));
	}

	@org.springframework.boot.autoconfigure.EnableAutoConfiguration
	@org.springframework.data.jpa.repository.config.EnableJpaRepositories(considerNestedRepositories = true)
	@org.springframework.boot.persistence.autoconfigure.EntityScan
	@org.springframework.context.annotation.Configuration(proxyBeanMethods = false)
	static class Rows {

	}

}
