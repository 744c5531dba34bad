package io.tandem.failover.history;

import static io.tandem.failover.history.Transitions.LOCAL;
import static io.tandem.failover.history.Transitions.PEER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the database on a small file system of its own, which only root can mount. */
class FullDiskIT {

	private static final Duration WITHIN = Duration.ofMillis(250);

	private static final int DECISIONS = 30;

	@TempDir
	Path directory;

	@Test
	void decisionsAreMadeOnAFullDiskAndStoredWhenThereIsRoomAgain() throws Exception {
		Path disk = Files.createDirectory(this.directory.resolve("disk"));
		assumeThat(run("mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", disk.toString())).isZero();
		try (RunningFailover service = RunningFailover.start(this.directory.resolve("state"),
				"--spring.datasource.url=jdbc:h2:file:" + disk.resolve("history") + ";DB_CLOSE_ON_EXIT=FALSE")) {
			assertThat(service.store(Transitions.down(1))).isTrue();
			fill(disk.resolve("filler"));
			int stored = 0;
			long start = System.nanoTime();
			for (int i = 2; i <= DECISIONS; i++) {
				stored += service.decisions()
					.store(List.of(Transitions.route(i, LOCAL, PEER, "refused-run")), Instant.now(), WITHIN) ? 1 : 0;
			}
			System.out.printf("%d decisions on a full disk: %d ms, %d of them stored%n", DECISIONS - 1,
					(System.nanoTime() - start) / 1_000_000, stored);
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(WITHIN.multipliedBy(DECISIONS / 2));
			assertThat(service.json("/actuator/health").path("status").asString()).isEqualTo("UP");
			Files.delete(disk.resolve("filler"));
			await().atMost(Duration.ofSeconds(30)).until(() -> service.decisions().waiting() == 0);
			assertThat(service.json("/api/v1/failover/decisions?limit=1000").path("decisions").size())
				.isEqualTo(DECISIONS);
		}
		finally {
			run("umount", disk.toString());
		}
	}

	private static void fill(Path file) {
		try (OutputStream out = Files.newOutputStream(file)) {
			byte[] block = new byte[4096];
			while (true) {
				out.write(block);
			}
		}
		catch (IOException ex) {
			// full
		}
	}

	private static int run(String... command) throws IOException, InterruptedException {
		return new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start()
			.waitFor();
	}

}
