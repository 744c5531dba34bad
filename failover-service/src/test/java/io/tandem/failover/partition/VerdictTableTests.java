package io.tandem.failover.partition;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class VerdictTableTests {

	private static final Path PAGE = Path.of("..", "docs", "partition.md");

	private static final String BEGIN = "<!-- the table that runs: begin -->\n";

	private static final String END = "<!-- the table that runs: end -->\n";

	@Test
	void tableInTheDocsIsTheOneThatRuns() throws IOException {
		String page = Files.readString(PAGE);
		String before = page.substring(0, page.indexOf(BEGIN) + BEGIN.length());
		String whole = before + table() + page.substring(page.indexOf(END));
		if (Boolean.getBoolean("update.docs")) {
			Files.writeString(PAGE, whole);
		}
		assertThat(Files.readString(PAGE)).as("regenerate with -Dupdate.docs=true").isEqualTo(whole);
	}

	@Test
	void wordsAreUnique() {
		assertThat(VerdictTable.LINES).extracting(VerdictTable.Line::why).doesNotHaveDuplicates();
	}

	private static String table() {
		return VerdictTable.LINES.stream()
			.map((line) -> "| " + line.condition() + " | `" + line.verdict().word() + "` | `" + line.why() + "` |\n")
			.collect(Collectors.joining("", "| what is known | verdict | `why` |\n|---|---|---|\n", ""));
	}

}
