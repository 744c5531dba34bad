package io.tandem.failover.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTests {

	private final RecordingListener listener = new RecordingListener();

	@TempDir
	Path directory;

	@Test
	void readsBackWhatWasAppendedInOrder() throws Exception {
		try (Spool spool = SpoolFixture.open(this.directory, SpoolFixture.segmentsOf(300), this.listener)) {
			SpoolFixture.fill(spool, 1, 50);
			List<SpoolRecord> records = SpoolFixture.readAll(spool, 0);
			assertThat(SpoolFixture.sequences(records)).isEqualTo(LongStream.rangeClosed(1, 50).boxed().toList());
			assertThat(records).allSatisfy((record) -> {
				assertThat(SpoolFixture.text(record)).isEqualTo(SpoolFixture.payload(record.sequence()));
				assertThat(record.kind()).isEqualTo((byte) 1);
				assertThat(record.acceptedAtMillis()).isEqualTo(SpoolFixture.NOW.toEpochMilli());
			});
			assertThat(SpoolDirectory.segmentFiles(this.directory)).hasSizeGreaterThan(5);
		}
	}

	@Test
	void keepsNumberingAndEpochOverRestarts() throws Exception {
		String epoch = null;
		for (int i = 0; i < 5; i++) {
			try (Spool spool = SpoolFixture.open(this.directory, SpoolFixture.segmentsOf(300), this.listener)) {
				assertThat(epoch == null || epoch.equals(spool.epoch())).isTrue();
				epoch = spool.epoch();
				assertThat(epoch).matches("[A-Za-z0-9_-]{1,64}");
				SpoolFixture.fill(spool, 3 * i + 1, 3 * i + 3);
			}
		}
		try (Spool spool = SpoolFixture.open(this.directory, SpoolFixture.segmentsOf(300), this.listener)) {
			assertThat(SpoolFixture.readAll(spool, 4)).extracting(SpoolFixture::text)
				.isEqualTo(LongStream.rangeClosed(5, 15).mapToObj(SpoolFixture::payload).toList());
		}
		assertThat(this.listener.gaps).isEmpty();
		assertThat(this.listener.cuts).isEmpty();
	}

	@Test
	void startsWithoutAppendsLeaveNoFilesBehind() throws Exception {
		for (int i = 0; i < 3; i++) {
			SpoolFixture.open(this.directory, SpoolFixture.segmentsOf(300), this.listener).close();
		}
		assertThat(SpoolDirectory.segmentFiles(this.directory)).isEmpty();
	}

	@Test
	void manyAppendsShareOneFsync() throws Exception {
		FaultyDisk disk = new FaultyDisk();
		Semaphore forces = new Semaphore(1);
		disk.beforeForce = forces::acquireUninterruptibly;
		try (Spool spool = SpoolFixture.open(this.directory, SpoolFixture.segmentsOf(1 << 20), this.listener, disk)) {
			List<CompletableFuture<AppendOutcome>> outcomes = new ArrayList<>();
			for (int i = 0; i < 100; i++) {
				outcomes.add(spool.append((byte) 1, 0, new byte[10]));
			}
			assertThat(outcomes).noneMatch(CompletableFuture::isDone);
			forces.release(1000);
			outcomes.forEach(CompletableFuture::join);
			assertThat(this.listener.commits.get()).isLessThanOrEqualTo(3);
		}
	}

	@Test
	void isNotReadableBeforeItIsDurable() throws Exception {
		FaultyDisk disk = new FaultyDisk();
		try (Spool spool = SpoolFixture.open(this.directory, SpoolFixture.segmentsOf(1 << 20), this.listener, disk);
				SpoolReader reader = spool.reader(Position.START)) {
			SpoolFixture.fill(spool, 1, 1);
			CountDownLatch reached = new CountDownLatch(1);
			CountDownLatch go = new CountDownLatch(1);
			disk.beforeForce = () -> {
				reached.countDown();
				awaitUninterruptibly(go);
			};
			CompletableFuture<AppendOutcome> second = spool.append((byte) 1, 0, new byte[10]);
			reached.await();
			assertThat(SpoolFixture.sequences(reader.read(10, 1000))).containsExactly(1L);
			assertThat(reader.read(10, 1000)).isEmpty();
			assertThat(reader.await(Duration.ZERO)).isFalse();
			assertThat(spool.status().appended()).isEqualTo(2);
			assertThat(spool.status().durable()).isEqualTo(1);
			go.countDown();
			assertThat(reader.await(Duration.ofSeconds(5))).isTrue();
			assertThat(SpoolFixture.sequences(reader.read(10, 1000))).containsExactly(2L);
			assertThat(second.join()).isEqualTo(new AppendOutcome.Appended(2));
		}
	}

	@Test
	void manyThreadsEachGetTheirOwnSequence() throws Exception {
		Map<Long, String> appended = new ConcurrentHashMap<>();
		try (Spool spool = SpoolFixture.open(this.directory, SpoolFixture.segmentsOf(20_000), this.listener)) {
			try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
				for (int thread = 0; thread < 32; thread++) {
					String name = "thread " + thread;
					threads.submit(() -> {
						for (int i = 0; i < 100; i++) {
							AppendOutcome outcome = SpoolFixture.append(spool, name + " " + i);
							appended.put(((AppendOutcome.Appended) outcome).sequence(), name + " " + i);
						}
					});
				}
			}
			assertThat(appended).hasSize(3200);
			Map<String, Integer> newest = new ConcurrentHashMap<>();
			for (SpoolRecord record : SpoolFixture.readAll(spool, 0)) {
				String text = SpoolFixture.text(record);
				assertThat(appended.remove(record.sequence())).isEqualTo(text);
				int space = text.lastIndexOf(' ');
				int number = Integer.parseInt(text.substring(space + 1));
				assertThat(number).isEqualTo(newest.getOrDefault(text.substring(0, space), -1) + 1);
				newest.put(text.substring(0, space), number);
			}
			assertThat(appended).isEmpty();
		}
	}

	@Test
	void aReaderGoesOnWhereItsCursorStands() throws Exception {
		try (Spool spool = SpoolFixture.open(this.directory, SpoolFixture.segmentsOf(300), this.listener)) {
			SpoolFixture.fill(spool, 1, 30);
			Cursor cursor = spool.cursor("hub");
			try (SpoolReader reader = spool.reader(cursor.position())) {
				cursor.advance(reader.read(17, 10_000).getLast().end());
			}
			assertThat(spool.delivered()).isEqualTo(17);
			assertThat(spool.status().backlogRecords()).isEqualTo(13);
		}
		try (Spool spool = SpoolFixture.open(this.directory, SpoolFixture.segmentsOf(300), this.listener);
				SpoolReader reader = spool.reader(spool.cursor("hub").position())) {
			assertThat(SpoolFixture.sequences(reader.read(3, 10_000))).containsExactly(18L, 19L, 20L);
		}
	}

	@Test
	void backlogIsMeasuredInBytes() throws Exception {
		try (Spool spool = SpoolFixture.open(this.directory, SpoolFixture.segmentsOf(1000), this.listener)) {
			long expected = 0;
			for (int i = 1; i <= 60; i++) {
				SpoolFixture.fill(spool, i, i);
				expected += Frame.bytesOf(SpoolFixture.payload(i).length());
			}
			assertThat(spool.status().backlogBytes()).isGreaterThanOrEqualTo(expected)
				.isLessThan(expected + 5 * SegmentHeader.BYTES);
			assertThat(spool.oldestUndeliveredAtMillis()).isEqualTo(SpoolFixture.NOW.toEpochMilli());
			try (SpoolReader reader = spool.reader(Position.START)) {
				spool.cursor("hub").advance(reader.read(100, 1 << 20).getLast().end());
			}
			assertThat(spool.status().backlogBytes()).isZero();
			assertThat(spool.oldestUndeliveredAtMillis()).isNull();
		}
	}

	@Test
	void aDamagedCursorMeansDeliveringAgain() throws Exception {
		try (Spool spool = SpoolFixture.open(this.directory, SpoolFixture.segmentsOf(300), this.listener)) {
			SpoolFixture.fill(spool, 1, 3);
			spool.cursor("hub").advance(Position.after(2));
		}
		Files.writeString(this.directory.resolve("cursor-hub"), "9 1 88 deadbeef\n");
		try (Spool spool = SpoolFixture.open(this.directory, SpoolFixture.segmentsOf(300), this.listener)) {
			assertThat(spool.cursor("hub").position()).isEqualTo(Position.START);
			assertThat(this.listener.lostCursors).containsExactly("hub");
		}
	}

	@Test
	void aSecondSpoolIsKeptOffTheDirectory() throws Exception {
		try (Spool spool = SpoolFixture.open(this.directory, SpoolFixture.segmentsOf(300), this.listener)) {
			assertThatExceptionOfType(SpoolLockedException.class)
				.isThrownBy(() -> SpoolFixture.open(this.directory, SpoolFixture.segmentsOf(300), this.listener))
				.withMessageContaining(this.directory.toString())
				.withMessageContaining("pid " + ProcessHandle.current().pid());
			SpoolFixture.fill(spool, 1, 1);
		}
		SpoolFixture.open(this.directory, SpoolFixture.segmentsOf(300), this.listener).close();
	}

	@Test
	void everyDirectoryHasItsOwnEpoch() throws Exception {
		Set<String> epochs = new HashSet<>();
		for (int i = 0; i < 10; i++) {
			try (Spool spool = SpoolFixture.open(this.directory.resolve("d" + i), SpoolFixture.segmentsOf(300),
					this.listener)) {
				epochs.add(spool.epoch());
			}
		}
		assertThat(epochs).hasSize(10);
	}

	@Test
	void refusesWhatIsTooLarge() throws Exception {
		try (Spool spool = SpoolFixture.open(this.directory, SpoolFixture.segmentsOf(300), this.listener)) {
			assertThatIllegalArgumentException().isThrownBy(() -> spool.append((byte) 1, 0, new byte[301]))
				.withMessageContaining("bytes=301 maxRecordBytes=300");
		}
	}

	@Test
	void appendsAfterCloseFail() throws Exception {
		Spool spool = SpoolFixture.open(this.directory, SpoolFixture.segmentsOf(300), this.listener);
		spool.close();
		assertThat(SpoolFixture.append(spool, "late")).isInstanceOf(AppendOutcome.Failed.class);
	}

	@Test
	void recordsLargerThanAnyBufferAreReadBack() throws Exception {
		SpoolSettings settings = SpoolFixture.segmentsOf(8 << 20);
		settings = new SpoolSettings(settings.segmentBytes(), settings.maxBytes(), 0, settings.maxQueueBytes(), 4 << 20,
				settings.retainFor(), settings.retainBytes());
		byte[] large = new byte[4 << 20];
		new java.util.Random(1).nextBytes(large);
		try (Spool spool = SpoolFixture.open(this.directory, settings, this.listener);
				SpoolReader reader = spool.reader(Position.START)) {
			spool.append((byte) 1, 0, new byte[] { 1 });
			spool.append((byte) 1, 0, large);
			spool.append((byte) 1, 0, new byte[] { 3 }).join();
			assertThat(reader.read(10, 1 << 20)).extracting((record) -> record.payload().length).containsExactly(1);
			assertThat(reader.read(10, 1 << 20).getFirst().payload()).isEqualTo(large);
			assertThat(reader.read(10, 1 << 20)).extracting((record) -> record.payload()[0]).containsExactly((byte) 3);
		}
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
