package io.tandem.failover.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tandem.failover.spool.Position;
import io.tandem.failover.spool.Spool;
import io.tandem.failover.spool.SpoolReader;
import io.tandem.failover.spool.SpoolSettings;
import io.tandem.fleet.ReloadingFleet;
import io.tandem.ingest.PushedBy;
import io.tandem.ingest.PushedRecord;
import io.tandem.ingest.PushedRecord.Lane;
import io.tandem.ingest.PushedRecord.Protocol;
import io.tandem.ingest.RecordIntake.Outcome;
import io.tandem.wire.remotewrite.WriteSummary;
import io.tandem.wire.series.Labels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.Status;

class SpoolIntakeTests {

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	@TempDir
	Path directory;

	@Test
	void anAcceptedPushIsInTheSpool() throws Exception {
		try (Spool spool = open(1 << 20, 0)) {
			SpoolIntake intake = intake(spool);
			assertThat(intake.accept(push(Protocol.PUSHGATEWAY, new byte[] { 1, 2, 3 })))
				.isEqualTo(new Outcome.Durable());
			try (SpoolReader reader = spool.reader(Position.START)) {
				assertThat(reader.read(10, 100)).singleElement().satisfies((record) -> {
					assertThat(record.payload()).containsExactly(1, 2, 3);
					assertThat(RecordKind.protocolOf(record.kind())).isEqualTo(Protocol.PUSHGATEWAY);
					assertThat(record.acceptedAtMillis()).isEqualTo(42);
				});
			}
			assertThat(this.registry.counter("tandem.spool.records").count()).isEqualTo(1);
			assertThat(new SpoolHealthIndicator(spool).health().getStatus()).isEqualTo(Status.UP);
		}
	}

	@Test
	void aFullSpoolRefusesWithATimeToComeBackAndIsDown() throws Exception {
		try (Spool spool = open(400, Long.MAX_VALUE / 2)) {
			assertThat(intake(spool).accept(push(Protocol.REMOTE_WRITE, new byte[50])))
				.isInstanceOfSatisfying(Outcome.Refused.class, (refused) -> {
					assertThat(refused.reason()).isEqualTo("spool-full");
					assertThat(refused.retryAfter()).isPositive();
				});
			assertThat(new SpoolHealthIndicator(spool).health().getStatus()).isEqualTo(Status.DOWN);
			assertThat(this.registry.counter("tandem.spool.full", "reason", "disk").count()).isEqualTo(1);
		}
	}

	@Test
	void aPushTooLargeForARecordIsImpossible() throws Exception {
		try (Spool spool = open(1 << 20, 0)) {
			assertThat(intake(spool).accept(push(Protocol.REMOTE_WRITE, new byte[101])))
				.isInstanceOf(Outcome.Impossible.class);
		}
	}

	@Test
	void aClosedSpoolRefuses() throws Exception {
		Spool spool = open(1 << 20, 0);
		spool.close();
		assertThat(intake(spool).accept(push(Protocol.REMOTE_WRITE, new byte[10]))).isInstanceOfSatisfying(
				Outcome.Refused.class, (refused) -> assertThat(refused.reason()).isEqualTo("spool-failed"));
	}

	@Test
	void aCriticalAgentsRecordIsMarked() throws Exception {
		Path file = this.directory.resolveSibling(this.directory.getFileName() + ".yaml");
		Files.writeString(file, """
				version: 1
				machines: [{name: pc2}]
				agents: [{name: shop, machine: pc2, criticality: critical}]
				""");
		try (Spool spool = open(1 << 20, 0)) {
			SpoolIntake intake = new SpoolIntake(spool, 100,
					new CriticalAgents(new ReloadingFleet(file, Duration.ofHours(1)), "pc2"));
			assertThat(intake.wantsPushedBy()).isTrue();
			intake.accept(push("shop"));
			intake.accept(push("till"));
			try (SpoolReader reader = spool.reader(Position.START)) {
				assertThat(reader.read(10, 1000)).extracting((record) -> RecordKind.isCritical(record.kind()))
					.containsExactly(true, false);
			}
		}
		finally {
			Files.delete(file);
		}
	}

	@Test
	void withoutCriticalAgentsNobodyIsAskedWhoPushed() throws Exception {
		try (Spool spool = open(1 << 20, 0)) {
			assertThat(intake(spool).wantsPushedBy()).isFalse();
		}
	}

	private static SpoolIntake intake(Spool spool) {
		return new SpoolIntake(spool, 100, new CriticalAgents(new ReloadingFleet(null, Duration.ofHours(1)), "pc2"));
	}

	private static PushedRecord push(String agent) {
		return new PushedRecord(new byte[3], new WriteSummary(1, 1, 0, 3), Protocol.REMOTE_WRITE, null, Lane.LIVE, 42,
				new PushedBy(agent, Labels.of()));
	}

	private Spool open(int maxBytes, long minFree) throws Exception {
		SpoolSettings settings = new SpoolSettings(200, Math.max(400, maxBytes), minFree, 1 << 20, 100,
				Duration.ofHours(1), 0);
		return Spool.open(this.directory, settings, Clock.systemUTC(), new SpoolReporter(this.registry));
	}

	private static PushedRecord push(Protocol protocol, byte[] body) {
		return new PushedRecord(body, new WriteSummary(1, 1, 0, body.length), protocol, null, 42);
	}

}
