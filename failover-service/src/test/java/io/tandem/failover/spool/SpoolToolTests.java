package io.tandem.failover.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolToolTests {

	@TempDir
	Path directory;

	@Test
	void showsAWholeSpoolAndWhatWaits() throws Exception {
		fill();
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		assertThat(run(out, "verify", this.directory.toString())).isZero();
		assertThat(out.toString()).contains("hub  delivered up to 5, undelivered 15")
			.contains("00000000000000000001.segment")
			.doesNotContain("DAMAGED");
		assertThat(run(out, "inspect", this.directory.toString())).isZero();
	}

	@Test
	void saysWhereDamageIs() throws Exception {
		fill();
		Path segment = this.directory.resolve("00000000000000000001.segment");
		byte[] bytes = Files.readAllBytes(segment);
		bytes[SegmentHeader.BYTES + 30]++;
		Files.write(segment, bytes);
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		assertThat(run(out, "verify", this.directory.toString())).isEqualTo(1);
		assertThat(out.toString()).contains("DAMAGED at byte " + SegmentHeader.BYTES);
		assertThat(segment).hasBinaryContent(bytes);
	}

	@Test
	void wrongUsageIsItsOwnExitCode() {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		assertThat(run(out)).isEqualTo(2);
		assertThat(run(out, "wipe", this.directory.toString())).isEqualTo(2);
		assertThat(run(out, "verify", this.directory.resolve("none").toString())).isEqualTo(2);
	}

	private void fill() throws Exception {
		try (Spool spool = SpoolFixture.open(this.directory, SpoolFixture.segmentsOf(300), SpoolListener.NONE)) {
			SpoolFixture.fill(spool, 1, 20);
			spool.cursor("hub").advance(Position.after(5));
		}
	}

	private static int run(ByteArrayOutputStream out, String... args) {
		return SpoolTool.run(args, new PrintStream(out), new PrintStream(out));
	}

}
