package io.tandem.failover.delivery;

import static io.tandem.failover.delivery.DeliveryRig.LOCAL;
import static io.tandem.failover.delivery.DeliveryRig.PEER;
import static io.tandem.failover.delivery.DeliveryRig.lines;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tandem.failover.delivery.ScriptedHub.Answer;
import io.tandem.failover.gateway.RecordKind;
import io.tandem.ingest.PushedRecord.Protocol;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TwinLaneTests {

	private static final byte STANDARD = RecordKind.of(Protocol.REMOTE_WRITE);

	private static final byte CRITICAL = RecordKind.critical(STANDARD);

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private ScriptedHub local;

	private ScriptedHub peer;

	private DeliveryRig rig;

	@TempDir
	Path directory;

	@BeforeEach
	void open() throws Exception {
		this.local = new ScriptedHub();
		this.peer = new ScriptedHub();
		this.rig = new DeliveryRig(this.directory, this.local.address(), this.peer.address(), Duration.ofSeconds(1),
				this.registry)
			.start(LOCAL);
	}

	@AfterEach
	void close() throws Exception {
		this.rig.close();
		this.local.close();
		this.peer.close();
	}

	@Test
	void newCriticalRecordsGoToBothHubs() throws Exception {
		this.rig.delivery().twin(PEER);
		assertThat(this.rig.delivery().status().twin()).isEqualTo(PEER);
		appendUntilTwinned(1);
		append(2, STANDARD);
		append(3, CRITICAL);
		append(4, CRITICAL);
		append(5, STANDARD);
		await().until(() -> lines(this.peer).contains("record 4"));
		assertThat(lines(this.peer)).contains("record 3").doesNotContain("record 2", "record 5");
		assertThat(this.peer.accepted()).extracting(ScriptedHub.Request::lane).containsOnlyNulls();
		await().untilAsserted(() -> assertThat(lines(this.local)).contains("record 1", "record 2", "record 3",
				"record 4", "record 5"));
		await().until(() -> this.rig.count("tandem.delivery.twin", "outcome", "accepted") >= 3);
	}

	@Test
	void aSecondHubThatHangsHoldsUpNobodyAndDecidesNothing() throws Exception {
		this.peer.answering((request, earlier) -> Answer.hanging());
		this.rig.delivery().twin(PEER);
		appendUntilTwinned(1);
		long start = System.nanoTime();
		append(2, CRITICAL);
		this.rig.awaitDelivered(this.rig.spool().durable());
		assertThat(System.nanoTime() - start).isLessThan(Duration.ofMillis(500).toNanos());
		await().until(() -> this.rig.count("tandem.delivery.twin", "outcome", "failed") > 0);
		this.peer.answering((request, earlier) -> Answer.rejected(400, "no"));
		append(3, CRITICAL);
		await().until(() -> this.rig.count("tandem.delivery.twin", "outcome", "rejected") > 0);
		this.rig.awaitDelivered(this.rig.spool().durable());
		assertThat(this.rig.spool().gaps(10)).isEmpty();
	}

	@Test
	void nothingIsTwinnedToTheHubInUseOrAfterTheTwinIsTakenBack() throws Exception {
		this.rig.delivery().twin(LOCAL);
		append(1, CRITICAL);
		this.rig.awaitDelivered(1);
		this.rig.delivery().twin(PEER);
		this.rig.delivery().twin(null);
		append(2, CRITICAL);
		this.rig.awaitDelivered(2);
		assertThat(lines(this.local)).containsExactly("record 1", "record 2");
		assertThat(this.rig.delivery().status().twin()).isNull();
		await().during(Duration.ofMillis(100)).until(() -> this.peer.requests().isEmpty());
	}

	@Test
	void whatIsTooOldIsPassedOver() throws Exception {
		long old = InstantSource.system().millis() - 5000;
		for (int i = 1; i <= 20; i++) {
			this.rig.append(i, CRITICAL, old).join();
		}
		this.rig.delivery().twin(PEER);
		appendUntilTwinned(21);
		assertThat(lines(this.peer)).contains("record 21");
		assertThat(lines(this.peer)).doesNotContain("record 1", "record 10");
	}

	/** The lane begins with what is new when it hears of its hub, a moment later. */
	private void appendUntilTwinned(int number) {
		await().pollInterval(Duration.ofMillis(20)).until(() -> {
			append(number, CRITICAL);
			return !this.peer.requests().isEmpty();
		});
	}

	private void append(int number, byte kind) {
		this.rig.append(number, kind, InstantSource.system().millis()).join();
	}

}
