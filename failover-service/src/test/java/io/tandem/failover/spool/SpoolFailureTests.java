package io.tandem.failover.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Full and failing disks. */
class SpoolFailureTests {

	private final RecordingListener listener = new RecordingListener();

	private final FaultyDisk disk = new FaultyDisk();

	@TempDir
	Path directory;

	@Test
	void aFailedFsyncFailsItsAppendsAndTheirSequencesAreGivenAgain() throws Exception {
		try (Spool spool = open(1 << 20)) {
			SpoolFixture.fill(spool, 1, 3);
			this.disk.failForce = true;
			assertThat(SpoolFixture.append(spool, "never read")).isInstanceOf(AppendOutcome.Failed.class);
			assertThat(spool.status().problem()).contains("Input/output error");
			this.disk.failForce = false;
			SpoolFixture.fill(spool, 4, 5);
			assertThat(spool.status().problem()).isNull();
			assertHolds(spool, 5);
		}
		assertHoldsAfterRestart(5);
	}

	@Test
	void aSegmentThatCannotBeCutBackEndsWhereTheNextOneBegins() throws Exception {
		try (Spool spool = open(1 << 20)) {
			SpoolFixture.fill(spool, 1, 3);
			this.disk.failForce = true;
			this.disk.failTruncate = true;
			assertThat(SpoolFixture.append(spool, "left in the file")).isInstanceOf(AppendOutcome.Failed.class);
			this.disk.failForce = false;
			SpoolFixture.fill(spool, 4, 5);
			assertHolds(spool, 5);
		}
		assertHoldsAfterRestart(5);
	}

	@Test
	void aFailedWriteInAFreshSegmentLeavesNothing() throws Exception {
		try (Spool spool = open(1 << 20)) {
			this.disk.failCreate = true;
			assertThat(SpoolFixture.append(spool, "a")).isInstanceOf(AppendOutcome.Failed.class);
			this.disk.failCreate = false;
			this.disk.failWrite = true;
			assertThat(SpoolFixture.append(spool, "b")).isInstanceOf(AppendOutcome.Failed.class);
			this.disk.failWrite = false;
			this.disk.failForce = true;
			assertThat(SpoolFixture.append(spool, "c")).isInstanceOf(AppendOutcome.Failed.class);
			this.disk.failForce = false;
			SpoolFixture.fill(spool, 1, 4);
			assertHolds(spool, 4);
		}
		assertHoldsAfterRestart(4);
	}

	@Test
	void aFailedWriteLeavesHalfAFrameThatIsNeverRead() throws Exception {
		try (Spool spool = open(1 << 20)) {
			SpoolFixture.fill(spool, 1, 3);
			this.disk.failWrite = true;
			this.disk.failTruncate = true;
			assertThat(SpoolFixture.append(spool, "half of it")).isInstanceOf(AppendOutcome.Failed.class);
		}
		this.disk.failWrite = false;
		this.disk.failTruncate = false;
		try (Spool spool = open(1 << 20)) {
			assertThat(this.listener.cuts).hasSize(1);
			SpoolFixture.fill(spool, 4, 5);
			assertHolds(spool, 5);
		}
		assertThat(this.listener.gaps).isEmpty();
	}

	@Test
	void aFullDiskRefusesAndTakesAgainByItself() throws Exception {
		SpoolSettings settings = new SpoolSettings(1 << 20, 1 << 30, 1000, 1 << 20, 1 << 20, Duration.ofHours(1), 0);
		try (Spool spool = SpoolFixture.open(this.directory, settings, this.listener, this.disk)) {
			SpoolFixture.fill(spool, 1, 3);
			this.disk.usableBytes = 1010;
			assertThat(SpoolFixture.append(spool, "no room")).isInstanceOfSatisfying(AppendOutcome.Full.class,
					(full) -> assertThat(full.reason()).isEqualTo(AppendOutcome.Full.Reason.DISK));
			assertThat(this.listener.failures).isEmpty();
			this.disk.usableBytes = 5000;
			SpoolFixture.fill(spool, 4, 5);
			this.disk.failWrite = true;
			this.disk.message = "No space left on device";
			assertThat(SpoolFixture.append(spool, "no room")).isInstanceOf(AppendOutcome.Full.class);
			this.disk.failWrite = false;
			SpoolFixture.fill(spool, 6, 7);
			assertHolds(spool, 7);
		}
	}

	@Test
	void undeliveredRecordsAreNeverDroppedForRoom() throws Exception {
		SpoolSettings settings = new SpoolSettings(400, 2000, 0, 1 << 20, 200, Duration.ZERO, 0);
		try (Spool spool = SpoolFixture.open(this.directory, settings, this.listener, this.disk)) {
			int last = 0;
			AppendOutcome outcome = SpoolFixture.append(spool, SpoolFixture.payload(1));
			while (outcome instanceof AppendOutcome.Appended) {
				last++;
				outcome = SpoolFixture.append(spool, SpoolFixture.payload(last + 1));
			}
			assertThat(outcome).isInstanceOfSatisfying(AppendOutcome.Full.class,
					(full) -> assertThat(full.reason()).isEqualTo(AppendOutcome.Full.Reason.SPOOL));
			assertHolds(spool, last);
			spool.cursor("hub").advance(Position.after(last - 3));
			SpoolFixture.fill(spool, last + 1, last + 20);
			assertThat(this.listener.retired).isNotEmpty();
			assertThat(SpoolFixture.readAll(spool, last - 3)).extracting(SpoolFixture::text)
				.hasSize(23)
				.endsWith(SpoolFixture.payload(last + 20));
			assertThat(spool.status().bytes()).isLessThanOrEqualTo(2000);
		}
		assertThat(this.listener.gaps).isEmpty();
	}

	@Test
	void aStalledDiskIsAnsweredWithFullOnceTheQueueIsFull() throws Exception {
		SpoolSettings settings = new SpoolSettings(1 << 20, 1 << 30, 0, 1000, 1000, Duration.ofHours(1), 0);
		Semaphore forces = new Semaphore(2);
		this.disk.beforeForce = forces::acquireUninterruptibly;
		try (Spool spool = SpoolFixture.open(this.directory, settings, this.listener, this.disk)) {
			SpoolFixture.fill(spool, 1, 1);
			CompletableFuture<AppendOutcome> refused = null;
			for (int i = 0; i < 100 && refused == null; i++) {
				CompletableFuture<AppendOutcome> outcome = spool.append((byte) 1, 0, new byte[300]);
				refused = outcome.isDone() ? outcome : null;
			}
			assertThat(refused).isNotNull();
			assertThat(refused.join()).isInstanceOfSatisfying(AppendOutcome.Full.class,
					(full) -> assertThat(full.reason()).isEqualTo(AppendOutcome.Full.Reason.QUEUE));
			forces.release(1000);
		}
	}

	private Spool open(int segmentBytes) throws Exception {
		return SpoolFixture.open(this.directory, SpoolFixture.segmentsOf(segmentBytes), this.listener, this.disk);
	}

	private void assertHoldsAfterRestart(int last) throws Exception {
		this.disk.failTruncate = false;
		try (Spool spool = open(1 << 20)) {
			assertHolds(spool, last);
			SpoolFixture.fill(spool, last + 1, last + 1);
		}
		assertThat(this.listener.gaps).isEmpty();
	}

	private static void assertHolds(Spool spool, int last) throws Exception {
		List<SpoolRecord> records = SpoolFixture.readAll(spool, 0);
		assertThat(records).hasSize(last);
		assertThat(records).allSatisfy(
				(record) -> assertThat(SpoolFixture.text(record)).isEqualTo(SpoolFixture.payload(record.sequence())));
	}

}
