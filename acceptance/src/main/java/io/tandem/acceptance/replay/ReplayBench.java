package io.tandem.acceptance.replay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Fills a stream while a service reads it, kills the service, takes its snapshot away,
 * and times the next one. Arguments: {@code --app DIR --fleet FILE [--events N] [--heap
 * SIZE] [--limit SECONDS]}; the exit code is 1 if the state differs or it took too long.
 */
public final class ReplayBench {

	/** 77 agents, one report a second each, for a day. */
	private static final long A_DAY = 77L * 86_400;

	private ReplayBench() {
	}

	public static void main(String[] arguments) throws Exception {
		Path app = Path.of(option(arguments, "--app", ""));
		Path fleet = Path.of(option(arguments, "--fleet", "deploy/fleet.yaml")).toAbsolutePath();
		long events = Long.parseLong(option(arguments, "--events", Long.toString(A_DAY)));
		String heap = option(arguments, "--heap", "256m");
		Duration limit = Duration.ofSeconds(Long.parseLong(option(arguments, "--limit", "120")));
		Path directory = Files.createTempDirectory("tandem-replay-");
		boolean isGood;
		try (Broker broker = Broker.start(directory)) {
			isGood = run(app, fleet, events, heap, limit, directory, broker);
		}
		finally {
			delete(directory);
		}
		System.exit(isGood ? 0 : 1);
	}

	private static boolean run(Path app, Path fleet, long events, String heap, Duration limit, Path directory,
			Broker broker) throws IOException, InterruptedException {
		String before;
		try (Service first = Service.start(app, fleet, heap, directory, broker.url())) {
			first.awaitRead(0);
			long began = System.nanoTime();
			broker.fill(events);
			print("stored", events, System.nanoTime() - began);
			first.awaitRead(events);
			print("stored and read live", events, System.nanoTime() - began);
			first.awaitHistory();
			print("stored, read live and taken into the history", events, System.nanoTime() - began);
			before = first.digest();
		}
		Files.deleteIfExists(directory.resolve("state/health.snapshot"));
		long started = System.nanoTime();
		try (Service second = Service.start(app, fleet, heap, directory, broker.url())) {
			second.awaitRead(-1);
			long ready = System.nanoTime();
			Duration cpuReady = second.cpu();
			second.awaitRead(events);
			long ended = System.nanoTime();
			Duration cpu = second.cpu();
			String after = second.digest();
			System.out.printf(Locale.ROOT, "start until it answers: %.1f s%n", (ready - started) / 1e9);
			print("replayed, from the start of the process", events, ended - started);
			System.out.printf(Locale.ROOT, "processor time %.1f s, %.1f s of it before it answered%n",
					cpu.toMillis() / 1e3, cpuReady.toMillis() / 1e3);
			System.out.printf(Locale.ROOT, "heap limit %s, resident at most %d MiB%n", heap, second.peakMebibytes());
			System.out.printf("digest before %s%ndigest after  %s: %s%n", before, after,
					before.equals(after) ? "equal" : "DIFFERENT");
			boolean isInTime = ended - started <= limit.toNanos();
			if (!isInTime) {
				System.out.printf("took longer than %d s%n", limit.toSeconds());
			}
			return isInTime && before.equals(after);
		}
	}

	private static void print(String what, long events, long nanos) {
		System.out.printf(Locale.ROOT, "%d reports %s: %.1f s, %.0f/s%n", events, what, nanos / 1e9,
				events / (nanos / 1e9));
	}

	private static String option(String[] arguments, String name, String otherwise) {
		int at = List.of(arguments).indexOf(name);
		return (at >= 0 && at + 1 < arguments.length) ? arguments[at + 1] : otherwise;
	}

	private static void delete(Path directory) throws IOException {
		try (Stream<Path> files = Files.walk(directory)) {
			for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
				Files.delete(file);
			}
		}
	}

}
