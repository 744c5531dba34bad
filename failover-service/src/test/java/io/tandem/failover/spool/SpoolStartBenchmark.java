package io.tandem.failover.spool;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Measures by hand how long a large spool takes to open, in a process with 64 MiB of
 * heap: {@code SpoolStartBenchmark DIR GIB}. Fills DIR/spool if there is none yet, then
 * opens it after a clean end and after a SIGKILL under load, with the page cache dropped
 * before if this user may. Leaves the spool there. Not a test.
 */
final class SpoolStartBenchmark {

	private static final int PAYLOAD = 5000;

	private static final Path DROP_CACHES = Path.of("/proc/sys/vm/drop_caches");

	private SpoolStartBenchmark() {
	}

	public static void main(String[] args) throws Exception {
		Path directory = Path.of(args[0]).resolve("spool");
		if (args.length > 1 && args[1].equals("open")) {
			open(directory);
			return;
		}
		if (args.length > 1 && args[1].equals("append")) {
			append(directory);
			return;
		}
		if (!Files.exists(directory)) {
			long started = System.nanoTime();
			fill(directory, Long.parseLong(args[1]) << 30);
			System.out.printf("filled in %.1f s%n", (System.nanoTime() - started) / 1e9);
		}
		run(args[0], "open").waitFor();
		Process appending = run(args[0], "append");
		appending.waitFor(6, TimeUnit.SECONDS);
		appending.toHandle().destroyForcibly();
		appending.waitFor();
		System.out.print("after SIGKILL: ");
		run(args[0], "open").waitFor();
	}

	private static Process run(String... args) throws IOException {
		if (Files.isWritable(DROP_CACHES)) {
			Files.writeString(DROP_CACHES, "3");
		}
		List<String> command = new ArrayList<>(List.of(
				Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m", "-XX:+UseSerialGC",
				"-cp", System.getProperty("java.class.path"), SpoolStartBenchmark.class.getName()));
		command.addAll(List.of(args));
		boolean speaks = args[1].equals("open");
		return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT)
			.redirectOutput(speaks ? ProcessBuilder.Redirect.INHERIT : ProcessBuilder.Redirect.DISCARD)
			.start();
	}

	private static void fill(Path directory, long bytes) throws IOException {
		Files.createDirectories(directory);
		Disk disk = new LocalDisk();
		String epoch = Epoch.create(directory, Clock.systemUTC().instant(), disk);
		ByteBuffer staging = ByteBuffer.allocateDirect(1 << 20);
		byte[] payload = new byte[PAYLOAD];
		new Random(1).nextBytes(payload);
		long now = Clock.systemUTC().millis();
		long sequence = 1;
		for (long written = 0; written < bytes;) {
			try (SegmentWriter writer = SegmentWriter.create(disk, directory, Segment.file(directory, sequence), epoch,
					sequence, staging)) {
				while (writer.size() + Frame.bytesOf(PAYLOAD) <= SpoolSettings.DEFAULT.segmentBytes()) {
					ByteBuffer.wrap(payload).putLong(0, sequence);
					writer.append(sequence++, now, (byte) 1, payload);
				}
				writer.flush();
				writer.force();
				written += writer.size();
			}
		}
	}

	private static void append(Path directory) throws IOException {
		Spool spool = Spool.open(directory, SpoolSettings.DEFAULT, Clock.systemUTC(), SpoolListener.NONE);
		FileOutputStream out = new FileOutputStream(FileDescriptor.out);
		Thread.ofVirtual().start(() -> AppendUnderLoad.appendForEver(spool, out, new Random(7)));
		AppendUnderLoad.appendForEver(spool, out, new Random(8));
	}

	private static void open(Path directory) throws IOException {
		long started = System.nanoTime();
		try (Spool spool = Spool.open(directory, SpoolSettings.DEFAULT, Clock.systemUTC(), SpoolListener.NONE)) {
			long opened = System.nanoTime();
			long first;
			try (SpoolReader reader = spool.reader(Position.START)) {
				first = reader.read(1, 1 << 20).getFirst().sequence();
			}
			long read = System.nanoTime();
			SpoolStatus status = spool.status();
			Position since = spool.since(Instant.EPOCH, 128L << 20);
			long bytes = 0;
			try (SpoolReader reader = spool.reader(since)) {
				for (List<SpoolRecord> records = reader.read(100, 1 << 20); !records.isEmpty(); records = reader
					.read(100, 1 << 20)) {
					for (SpoolRecord record : records) {
						bytes += record.payload().length;
					}
				}
			}
			long all = System.nanoTime();
			System.out.printf(
					"open %d ms, first record (%d) after %d ms more; %s in %d segments up to %d; the newest %s read in %d ms%n",
					(opened - started) / 1_000_000, first, (read - opened) / 1_000_000, SpoolLook.size(status.bytes()),
					status.segments(), status.durable(), SpoolLook.size(bytes), (all - read) / 1_000_000);
		}
	}

}
