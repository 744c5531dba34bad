package io.tandem.healthsync.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tandem.database.OpenDatabase;
import io.tandem.healthsync.Json;
import io.tandem.wire.health.HealthReports;
import io.tandem.wire.health.HealthStatus;
import io.tandem.wire.health.InvalidHealthReportException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;
import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

@DataJpaTest(properties = { "spring.datasource.url=jdbc:h2:file:./target/history-minutes-tests/h",
		"spring.datasource.username=tandem", "spring.flyway.locations=classpath:db/health-sync",
		"spring.jpa.hibernate.ddl-auto=validate", "spring.jpa.properties.hibernate.jdbc.time_zone=UTC" })
@AutoConfigureTestDatabase(replace = AutoConfigureTestDatabase.Replace.NONE)
@ContextConfiguration(classes = HistoryReadingTests.Rows.class)
@Transactional(propagation = Propagation.NOT_SUPPORTED)
class HistoryMinutesTests {

	private static final Instant MINUTE = Instant.parse("2026-01-01T14:02:00Z");

	private final HistoryMinutes history;

	private final JdbcTemplate jdbc;

	@Autowired
	HistoryMinutesTests(ReportRows reports, AgentRows agents, PositionRows positions,
			PlatformTransactionManager transactions, JdbcTemplate jdbc) {
		this.history = new HistoryMinutes(new HistoryStore(reports, agents, positions,
				new TransactionTemplate(transactions), new OpenDatabase(jdbc)), jdbc, Duration.ofHours(24));
		this.jdbc = jdbc;
	}

	@BeforeEach
	void empty() {
		this.jdbc.update("delete from health_report");
	}

	@Test
	void digestsAreOfWhatIsKeptHoweverItCameIn() throws Exception {
		List<HistoryEvent> events = events(5);
		this.history.add("pc2", events);
		List<MinuteDigest> inOrder = digests();
		empty();
		this.history.add("pc2", events.reversed());
		this.history.add("pc2", events.subList(1, 3));
		this.history.add("mainpc", List.of());
		assertThat(digests()).isEqualTo(inOrder);
		assertThat(inOrder).extracting(MinuteDigest::minute).containsExactly(MINUTE, MINUTE.plusSeconds(60));
		assertThat(inOrder).extracting(MinuteDigest::events).containsExactly(3, 2);
		this.jdbc.update("delete from health_report where stream_sequence = 2");
		assertThat(digests().getFirst().digest()).hasSize(16).isNotEqualTo(inOrder.getFirst().digest());
		assertThat(digests().getLast()).isEqualTo(inOrder.getLast());
	}

	@Test
	void whyAReportIsKeptIsNoDifference() throws Exception {
		this.history.add("pc2", events(1));
		List<MinuteDigest> before = digests();
		this.jdbc.update("update health_report set kind = 'TRAIL', previous_status = 'DOWN'");
		assertThat(digests()).isEqualTo(before);
	}

	@Test
	void aMinuteIsReadInPages() throws Exception {
		List<HistoryEvent> events = events(5);
		this.history.add("pc2", events);
		assertThat(this.history.page("pc2", MINUTE, 0, 2)).isEqualTo(events.subList(0, 2));
		assertThat(this.history.page("pc2", MINUTE, 2, 2)).isEqualTo(events.subList(2, 3));
		assertThat(this.history.page("pc2", MINUTE, 3, 2)).isEmpty();
		assertThat(this.history.page("mainpc", MINUTE, 0, 2)).isEmpty();
	}

	@Test
	void whatIsNoReportOfTheMachineIsRefusedWithAllThatCameWithIt() {
		HistoryEvent good = events(1).getFirst();
		HistoryEvent other = new HistoryEvent("b", good.storedAt(), 1, "first", good.status(), null, "e", 1,
				good.report());
		HistoryEvent broken = new HistoryEvent("a", good.storedAt(), 2, "first", good.status(), null, "e", 1, "{");
		assertThatIllegalArgumentException().isThrownBy(() -> this.history.add("mainpc", List.of(good)));
		assertThatIllegalArgumentException().isThrownBy(() -> this.history.add("pc2", List.of(good, other)));
		assertThatExceptionOfType(InvalidHealthReportException.class)
			.isThrownBy(() -> this.history.add("pc2", List.of(good, broken)));
		assertThat(digests()).isEmpty();
	}

	private List<MinuteDigest> digests() {
		return this.history.digests("pc2", MINUTE, MINUTE.plusSeconds(120));
	}

	/** Twenty seconds apart. */
	private static List<HistoryEvent> events(int count) {
		List<HistoryEvent> events = new ArrayList<>();
		for (int n = 1; n <= count; n++) {
			String report = Json.report("a", "pc2", "UP", "e", n);
			events.add(new HistoryEvent("a", MINUTE.plusSeconds(20L * (n - 1)).plusNanos(7), n, "first",
					HealthStatus.UP, null, "e", n, normal(report)));
		}
		return events;
	}

	/** As the history writes it. */
	private static String normal(String report) {
		try {
			return new String(HealthReports.write(HealthReports.read(report.getBytes(StandardCharsets.UTF_8))),
					StandardCharsets.UTF_8);
		}
		catch (InvalidHealthReportException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

}
