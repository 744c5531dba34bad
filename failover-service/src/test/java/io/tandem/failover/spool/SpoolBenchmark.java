package io.tandem.failover.spool;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;

/**
 * Measures appends by hand: {@code SpoolBenchmark DIR [threads] [seconds]}. Not a test.
 */
final class SpoolBenchmark {

	private static final int WARM_UP_SECONDS = 5;

	private SpoolBenchmark() {
	}

	public static void main(String[] args) throws Exception {
		Path directory = Files.createTempDirectory(Path.of(args[0]), "bench");
		int threads = (args.length > 1) ? Integer.parseInt(args[1]) : 64;
		int seconds = (args.length > 2) ? Integer.parseInt(args[2]) : 10;
		LongAdder appends = new LongAdder();
		LongAdder bytes = new LongAdder();
		LongAdder fsyncs = new LongAdder();
		LongAdder syncNanos = new LongAdder();
		LongAdder writeNanos = new LongAdder();
		SpoolListener listener = new SpoolListener() {
			@Override
			public void committed(int records, long frames, long write, long sync) {
				appends.add(records);
				bytes.add(frames);
				fsyncs.increment();
				writeNanos.add(write);
				syncNanos.add(sync);
			}
		};
		SpoolSettings settings = new SpoolSettings(64 << 20, 8L << 30, 0, 64 << 20, 1 << 20, Duration.ofSeconds(0),
				256 << 20);
		byte[][] payloads = new byte[41][];
		for (int i = 0; i < payloads.length; i++) {
			payloads[i] = new byte[(20 + i) << 10];
			new Random(i).nextBytes(payloads[i]);
		}
		try (Spool spool = Spool.open(directory, settings, InstantSource.system(), listener)) {
			Cursor cursor = spool.cursor("hub");
			long end = System.nanoTime() + (WARM_UP_SECONDS + seconds) * 1_000_000_000L;
			double[] cpuBefore = new double[1];
			try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
				for (int t = 0; t < threads; t++) {
					int seed = t;
					executor.submit(() -> {
						Random random = new Random(seed);
						while (System.nanoTime() < end) {
							spool.append((byte) 1, 0, payloads[random.nextInt(payloads.length)]).join();
						}
					});
				}
				executor.submit(() -> {
					Thread.sleep(Duration.ofSeconds(WARM_UP_SECONDS));
					for (LongAdder adder : List.of(appends, bytes, fsyncs, syncNanos, writeNanos)) {
						adder.reset();
					}
					cpuBefore[0] = cpuSeconds();
					return null;
				});
				executor.submit(() -> {
					try (SpoolReader reader = spool.reader(Position.START)) {
						while (System.nanoTime() < end) {
							reader.await(Duration.ofMillis(100));
							List<SpoolRecord> records = reader.read(200, 1 << 20);
							if (!records.isEmpty()) {
								cursor.advance(records.getLast().end());
							}
						}
					}
					return null;
				});
			}
			double cpu = cpuSeconds() - cpuBefore[0];
			System.out.printf(
					"threads %d: %.0f appends/s, %.1f MB/s, %.0f fsyncs/s, %.1f records/fsync, write %.2f ms, fsync %.2f ms, cpu %.2f s/GB, delivered %d of %d%n",
					threads, appends.sum() / (double) seconds, bytes.sum() / 1e6 / seconds,
					fsyncs.sum() / (double) seconds, appends.sum() / (double) fsyncs.sum(),
					writeNanos.sum() / 1e6 / fsyncs.sum(), syncNanos.sum() / 1e6 / fsyncs.sum(),
					cpu / (bytes.sum() / 1e9), spool.delivered(), spool.durable());
		}
	}

	private static double cpuSeconds() {
		return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1000.0;
	}

}
