package io.tandem.failover.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kills a process that appends, with SIGKILL and at random moments, on one directory
 * again and again: every record it had acknowledged is there, in order and unchanged.
 * {@code -Dkills=} sets how often, {@code -Dseed=} repeats a run.
 */
class SpoolKillIT {

	private static final int KILLS = Integer.getInteger("kills", 20);

	private static final long SEED = Long.getLong("seed", System.nanoTime());

	private static final Logger logger = LoggerFactory.getLogger(SpoolKillIT.class);

	@TempDir
	Path directory;

	@Test
	void whatWasAcknowledgedSurvivesAKill() throws Exception {
		logger.info("seed={} kills={}", SEED, KILLS);
		Random random = new Random(SEED);
		Map<Long, Long> acknowledged = new HashMap<>();
		RecordingListener listener = new RecordingListener();
		long verified = 0;
		for (int kill = 0; kill < KILLS; kill++) {
			appendAndKill(random, acknowledged);
			try (Spool spool = Spool.open(this.directory, AppendUnderLoad.SETTINGS, InstantSource.system(), listener)) {
				verified += verify(spool, acknowledged, kill);
			}
		}
		logger.info("verified={} tailsCut={}", verified, listener.cuts.size());
		assertThat(listener.gaps).isEmpty();
		assertThat(listener.quarantined).isEmpty();
		assertThat(verified).isPositive();
	}

	private void appendAndKill(Random random, Map<Long, Long> acknowledged) throws Exception {
		Process child = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx128m", "-cp", System.getProperty("java.class.path"),
				AppendUnderLoad.class.getName(), this.directory.toString(), Long.toString(random.nextLong()))
			.redirectError(ProcessBuilder.Redirect.appendTo(new File(this.directory.toFile(), "child.err")))
			.start();
		try {
			CountDownLatch opened = new CountDownLatch(1);
			Thread listening = Thread.ofVirtual().start(() -> listen(child, opened, acknowledged));
			assertThat(opened.await(30, TimeUnit.SECONDS)).as("child opens the spool").isTrue();
			child.waitFor(random.nextLong(400), TimeUnit.MILLISECONDS);
			assertThat(child.isAlive()).isTrue();
			// not through the Process, which would close the pipe with acknowledgements
			// still in it
			assertThat(child.toHandle().destroyForcibly()).isTrue();
			child.waitFor();
			listening.join();
		}
		finally {
			child.destroyForcibly();
		}
	}

	private static void listen(Process child, CountDownLatch opened, Map<Long, Long> acknowledged) {
		try (BufferedReader lines = new BufferedReader(
				new InputStreamReader(child.getInputStream(), StandardCharsets.US_ASCII))) {
			for (String line = lines.readLine(); line != null; line = lines.readLine()) {
				String[] words = line.split(" ");
				if (words[0].equals("open")) {
					opened.countDown();
				}
				else if (words.length == 2 && words[0].matches("\\d+")) {
					acknowledged.put(Long.parseLong(words[0]), Long.parseLong(words[1]));
				}
				else {
					throw new AssertionError(line);
				}
			}
		}
		catch (java.io.IOException ex) {
			throw new java.io.UncheckedIOException(ex);
		}
	}

	/** Compares all that is new since the last kill, and removes it from the map. */
	private long verify(Spool spool, Map<Long, Long> acknowledged, int kill) throws Exception {
		Cursor cursor = spool.cursor("verifier");
		long expected = cursor.position().sequence() + 1;
		long compared = 0;
		try (SpoolReader reader = spool.reader(cursor.position())) {
			for (List<SpoolRecord> records = reader.read(100, 1 << 20); !records.isEmpty(); records = reader.read(100,
					1 << 20)) {
				for (SpoolRecord record : records) {
					assertThat(record.sequence()).as("kill %d: no holes", kill).isEqualTo(expected++);
					assertThat(record.payload()).as("kill %d: content", kill)
						.isEqualTo(AppendUnderLoad.payload(record.acceptedAtMillis()));
					Long seed = acknowledged.remove(record.sequence());
					if (seed != null) {
						assertThat(record.acceptedAtMillis()).as("kill %d: same record", kill).isEqualTo(seed);
						compared++;
					}
				}
				cursor.advance(records.getLast().end());
			}
		}
		assertThat(acknowledged).as("kill %d: acknowledged but lost", kill).isEmpty();
		return compared;
	}

}
