package io.tandem.failover.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kills a process that appends and reads, with SIGKILL and at random moments, also while
 * it opens, on one directory again and again, and between the runs tears the tail of the
 * newest segment, appends garbage to it and flips bits anywhere. {@code -Dkills=} sets
 * how often, {@code -Dseed=} repeats a run's dice.
 */
class SpoolTortureIT {

	private static final int KILLS = Integer.getInteger("kills", 8);

	private static final long SEED = Long.getLong("seed", System.nanoTime());

	private static final Logger logger = LoggerFactory.getLogger(SpoolTortureIT.class);

	private final Random random = new Random(SEED);

	private final Witness witness = new Witness();

	@TempDir
	Path directory;

	private int torn;

	private int garbage;

	private int flipped;

	@Test
	void whatWasAcknowledgedIsThereOrNamedInAGapWhateverHappensToTheFiles() throws Exception {
		logger.info("seed={} kills={}", SEED, KILLS);
		Injury injury = new Injury(this.directory, this.random);
		RecordingListener listener = new RecordingListener();
		for (int kill = 1; kill <= KILLS; kill++) {
			appendAndKill();
			boolean repairedByNextProcess = this.random.nextBoolean();
			if (!repairedByNextProcess) {
				injure(injury);
			}
			verify(listener, kill);
			if (repairedByNextProcess) {
				injure(injury);
			}
		}
		verify(listener, KILLS);
		logger.info(
				"kills={} acknowledged={} bytes={} torn={} garbage={} flipped={} tailsCut={} quarantined={} gaps={} "
						+ "sequencesInGaps={}",
				KILLS, this.witness.acknowledgedRecords, this.witness.bytes, this.torn, this.garbage, this.flipped,
				this.witness.tailsCut + listener.cuts.size(), this.witness.quarantined + listener.quarantined.size(),
				this.witness.gaps(), this.witness.sequencesInGaps());
		assertThat(this.witness.acknowledgedRecords).isPositive();
		assertThat(listener.lostCursors).isEmpty();
	}

	private void injure(Injury injury) throws IOException {
		if (SpoolDirectory.segmentFiles(this.directory).isEmpty()) {
			return;
		}
		int dice = this.random.nextInt(4);
		if (dice == 0) {
			injury.tearTail(this.witness.known());
			this.torn++;
		}
		else if (dice == 1) {
			injury.appendGarbage();
			this.garbage++;
		}
		if (this.random.nextInt(2) == 0) {
			injury.flipBit();
			this.flipped++;
		}
	}

	private void verify(RecordingListener listener, int kill) throws IOException {
		try (Spool spool = Spool.open(this.directory, AppendAndDeliver.SETTINGS, InstantSource.system(), listener)) {
			List<Position> positions = this.witness.readAll(spool);
			assertThat(this.witness.sequencesInGaps())
				.as("kill %d: lost at most a frame a bit: %s", kill, spool.gaps(30))
				.isLessThanOrEqualTo(2L * this.flipped + this.garbage);
			if (!positions.isEmpty()) {
				// somewhere in the last half, so that there is always room and something
				// to keep
				int at = positions.size() - 1 - this.random.nextInt((positions.size() + 1) / 2);
				spool.cursor(AppendAndDeliver.READER).advance(positions.get(at));
			}
		}
	}

	private void appendAndKill() throws Exception {
		Process child = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx128m", "-cp", System.getProperty("java.class.path"),
				AppendAndDeliver.class.getName(), this.directory.toString(), Long.toString(this.random.nextLong()))
			.redirectError(this.directory.resolve("child.err").toFile())
			.start();
		try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
				BufferedReader lines = new BufferedReader(
						new InputStreamReader(child.getInputStream(), StandardCharsets.US_ASCII))) {
			CountDownLatch opened = new CountDownLatch(1);
			Future<?> listening = executor.submit(() -> {
				this.witness.listen(lines, opened::countDown);
				return null;
			});
			if (this.random.nextInt(4) == 0) {
				child.waitFor(100 + this.random.nextLong(300), TimeUnit.MILLISECONDS);
			}
			else {
				assertThat(opened.await(30, TimeUnit.SECONDS)).as("child opens the spool").isTrue();
				child.waitFor(this.random.nextLong(400), TimeUnit.MILLISECONDS);
			}
			assertThat(child.isAlive()).isTrue();
			// not through the Process, which would close the pipe with acknowledgements
			// still in it
			assertThat(child.toHandle().destroyForcibly()).isTrue();
			child.waitFor();
			listening.get(30, TimeUnit.SECONDS);
		}
		finally {
			child.destroyForcibly();
		}
	}

}
