package io.tandem.failover.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolToolTests {

	private static final String FIRST = "00000000000000000001.segment";

	@TempDir(factory = MemoryDirectory.class)
	Path directory;

	private final ByteArrayOutputStream out = new ByteArrayOutputStream();

	@Test
	void leavesOutWhatIsDeliveredBeyondTheCursor() throws Exception {
		fill();
		try (Spool spool = SpoolFixture.open(this.directory, SpoolFixture.segmentsOf(300), SpoolListener.NONE)) {
			spool.deliveredBy("hub").mark(9, Position.after(12));
		}
		assertThat(run("verify")).isZero();
		assertThat(this.out.toString()).contains("undelivered 6-20: 11 records, up to ")
			.contains("; 4 among them are delivered");
	}

	@Test
	void showsAWholeSpoolAndWhatWaits() throws Exception {
		fill();
		Map<String, Long> before = files();
		assertThat(run("verify")).isZero();
		assertThat(this.out.toString()).contains("hub  delivered up to 5, undelivered 6-20: 15 records, up to ")
			.contains(FIRST + "  1-")
			.contains("2026-11-23T10:00:00Z  whole")
			.contains("records    1-20 in ")
			.contains(" KiB")
			.contains("not in use")
			.doesNotContain("DAMAGED");
		assertThat(run("inspect")).isZero();
		assertThat(this.out.toString()).contains("not read").contains("no damage seen; verify reads every record");
		assertThat(files()).isEqualTo(before);
	}

	@Test
	void saysWhereDamageIsAndLeavesIt() throws Exception {
		fill();
		byte[] bytes = damage(this.directory.resolve(FIRST), SegmentHeader.BYTES + 30);
		assertThat(run("verify")).isEqualTo(1);
		assertThat(this.out.toString()).contains("damaged at byte " + SegmentHeader.BYTES)
			.contains("verdict    DAMAGED");
		assertThat(this.directory.resolve(FIRST)).hasBinaryContent(bytes);
	}

	@Test
	void repairsByPuttingAsideAndNamesWhatIsLost() throws Exception {
		fill();
		damage(this.directory.resolve(FIRST), SegmentHeader.BYTES + 30);
		damage(this.directory.resolve("cursor-hub"), 0);
		assertThat(run("verify", "--repair")).isEqualTo(1);
		assertThat(this.out.toString()).contains("repair     put aside " + FIRST + ".quarantined")
			.contains("repair     gap recorded 1-1")
			.contains("repair     put aside cursor-hub.quarantined");
		assertThat(run("verify")).isZero();
		assertThat(this.out.toString()).contains("gap        1-1  damaged  2").contains("put aside  " + FIRST);
		try (Spool spool = SpoolFixture.open(this.directory, SpoolFixture.segmentsOf(300), SpoolListener.NONE)) {
			assertThat(SpoolFixture.readAll(spool, 0)).hasSize(19);
		}
	}

	@Test
	void anUnfinishedRecordAtTheEndIsNoDamage() throws Exception {
		fill();
		try (Stream<Path> files = Files.list(this.directory)) {
			Path newest = files.filter((file) -> file.toString().endsWith(".segment")).sorted().toList().getLast();
			byte[] bytes = Files.readAllBytes(newest);
			Files.write(newest, java.util.Arrays.copyOf(bytes, bytes.length - 3));
		}
		assertThat(run("verify")).isZero();
		assertThat(this.out.toString()).contains("of an unfinished record at the end, cut off at the next start")
			.contains("undelivered 6-19: 14 records");
	}

	@Test
	void doesNotRepairASpoolInUse() throws Exception {
		fill();
		try (Spool spool = SpoolFixture.open(this.directory, SpoolFixture.segmentsOf(300), SpoolListener.NONE)) {
			assertThat(spool.durable()).isEqualTo(20);
			Map<String, Long> before = files();
			assertThat(run("verify", "--repair")).isEqualTo(3);
			assertThat(run("verify")).isZero();
			assertThat(this.out.toString()).contains("in use by ");
			assertThat(files()).isEqualTo(before);
		}
	}

	@Test
	void wrongUsageIsItsOwnExitCode() throws Exception {
		assertThat(SpoolTool.run(new String[0], print(), print())).isEqualTo(2);
		assertThat(run("verify")).as("no spool").isEqualTo(2);
		fill();
		assertThat(run("wipe")).isEqualTo(2);
		assertThat(run("inspect", "--repair")).isEqualTo(2);
		assertThat(
				SpoolTool.run(new String[] { "verify", this.directory.resolve("none").toString() }, print(), print()))
			.isEqualTo(2);
	}

	@Test
	void sizesAreInUnitsThatCanBeRead() {
		assertThat(SpoolLook.size(88)).isEqualTo("88 B");
		assertThat(SpoolLook.size(1536)).isEqualTo("1.5 KiB");
		assertThat(SpoolLook.size(5L << 30)).isEqualTo("5.0 GiB");
	}

	private void fill() throws Exception {
		try (Spool spool = SpoolFixture.open(this.directory, SpoolFixture.segmentsOf(300), SpoolListener.NONE)) {
			SpoolFixture.fill(spool, 1, 20);
			spool.cursor("hub").advance(Position.after(5));
		}
	}

	private static byte[] damage(Path file, int at) throws IOException {
		byte[] bytes = Files.readAllBytes(file);
		bytes[at]++;
		Files.write(file, bytes);
		return bytes;
	}

	private Map<String, Long> files() throws IOException {
		Map<String, Long> files = new TreeMap<>();
		try (Stream<Path> all = Files.list(this.directory)) {
			for (Path file : all.toList()) {
				files.put(file.getFileName().toString(),
						Files.size(file) * 31 + Files.getLastModifiedTime(file).toMillis());
			}
		}
		return files;
	}

	private int run(String command, String... options) {
		String[] args = Stream.of(Stream.of(command), Stream.of(options), Stream.of(this.directory.toString()))
			.flatMap((words) -> words)
			.toArray(String[]::new);
		return SpoolTool.run(args, print(), print());
	}

	private PrintStream print() {
		return new PrintStream(this.out);
	}

}
