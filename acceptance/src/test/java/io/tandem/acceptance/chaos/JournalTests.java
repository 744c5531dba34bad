package io.tandem.acceptance.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the real watchdog and a real process that is killed. */
class JournalTests {

	@TempDir
	Path home;

	@Test
	void whatIsUndoneIsUndoneOnceAndTheRestTheLastFirst() throws Exception {
		Path undone = this.home.resolve("undone");
		Journal journal = new Journal(this.home.resolve("undo.journal"));
		int first = journal.open("echo 1 >> " + undone);
		journal.open("echo 2 >> " + undone);
		journal.open("echo 3 >> " + undone);
		journal.close(first);
		journal.close(first);
		journal.closeAll();
		assertThat(undone).hasContent("1\n3\n2");
	}

	@Test
	void aCommandThatFailsSaysWhatItPrinted() {
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> Shell.run("echo because; exit 3"))
			.withMessageContaining("because");
		assertThatIllegalArgumentException().isThrownBy(() -> new Journal(this.home.resolve("j")).open("two\nlines"));
	}

	@Test
	void whatIsOpenWhenTheProcessIsKilledIsUndoneByTheWatchdog() throws Exception {
		Path undone = Files.createTempFile("tandem-undone", "");
		Process victim = new ProcessBuilder("sleep", "60").start();
		Process watchdog = new ProcessBuilder("bash", "../deploy/cli/chaos-watchdog.sh", Long.toString(victim.pid()),
				this.home.toString())
			.start();
		try {
			Journal journal = new Journal(this.home.resolve("undo.journal"));
			int first = journal.open("echo 1 >> " + undone);
			journal.open("echo 2 >> " + undone);
			journal.open("echo 3 >> " + undone);
			journal.close(first);
			victim.destroyForcibly();
			await().atMost(Duration.ofSeconds(30)).until(() -> !Files.exists(this.home));
			assertThat(undone).hasContent("1\n3\n2");
		}
		finally {
			watchdog.destroyForcibly();
			victim.destroyForcibly();
			Files.delete(undone);
			Files.createDirectories(this.home);
		}
	}

}
