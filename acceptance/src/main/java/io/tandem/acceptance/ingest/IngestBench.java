package io.tandem.acceptance.ingest;

import io.tandem.acceptance.load.Load;
import io.tandem.acceptance.load.Pace;
import io.tandem.acceptance.load.ProcessCpu;
import io.tandem.acceptance.testbed.Testbed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.json.JsonMapper;

/**
 * Measures what takes samples, one after the other, in rounds; {@code ./tandem bench
 * ingest} starts it. With {@code needs} as its first word it only checks the others.
 */
public final class IngestBench {

	private static final JsonMapper JSON = new JsonMapper();

	private final IngestOptions options;

	private final List<Result> results = new ArrayList<>();

	private IngestBench(IngestOptions options) {
		this.options = options;
	}

	public static void main(String[] arguments) throws Exception {
		try {
			List<String> words = List.of(arguments);
			boolean isCheck = !words.isEmpty() && words.getFirst().equals("needs");
			IngestOptions options = IngestOptions.parse(words.subList(isCheck ? 2 : 1, words.size()));
			if (!isCheck) {
				new IngestBench(options).run();
			}
			System.exit(0);
		}
		catch (IllegalArgumentException ex) {
			System.err.println("tandem bench: " + ex.getMessage());
			System.exit(2);
		}
	}

	private void run() throws Exception {
		Files.createDirectories(this.options.out());
		Path directory = Path.of(System.getenv("TANDEM_HOME")).resolve("peer");
		try (Testbed testbed = new Testbed()) {
			List<Contender> contenders = List.of(Peer.prometheus(directory), Peer.victoriaMetrics(directory),
					Peer.vmagent(directory), Peer.vmagentAlone(directory), new JetStreamLimit(testbed),
					Stack.hub(testbed), Stack.gateway(testbed), Stack.path(testbed, Peer.victoriaMetrics(directory)));
			for (int round = 1; round <= this.options.rounds(); round++) {
				for (Contender contender : contenders) {
					if (this.options.includes(contender.name())) {
						measure(contender, round);
					}
				}
			}
		}
		System.out.print(IngestReport.of(this.results));
	}

	private void measure(Contender contender, int round) throws Exception {
		System.out.printf("%d. %s%n", round, contender.name());
		try (contender) {
			contender.start();
			Load load = new Load(contender.sources(this.options.senders(), this.options.series()));
			int series = this.options.series();
			long stored = load.send(Pace.closed(this.options.warmUp())).requests() * series;
			contender.awaitStored(stored);
			Map<String, Long> processes = contender.processes();
			Map<String, Long> before = cpu(processes);
			long began = System.nanoTime();
			Load.Sent full = load.send(Pace.closed(this.options.length()));
			long samples = (full.requests() - full.refused()) * series;
			stored += samples;
			contender.awaitStored(stored);
			double seconds = (System.nanoTime() - began) / 1e9;
			Map<String, Double> cpu = new LinkedHashMap<>();
			cpu(processes)
				.forEach((name, millis) -> cpu.put(name, (millis - Objects.requireNonNull(before.get(name))) / 1000.0));
			double answered = samples / full.seconds();
			Load.Sent half = load.send(Pace.open(samples / seconds / series / 2, this.options.length()));
			Result result = new Result(contender.name(), contender.durability(), round, samples / seconds, answered,
					cpu, samples, full.refused() + half.refused(), half.millisAt(50), half.millisAt(99),
					half.millisAt(99.9), residentMebibytes(processes));
			System.out.println("   " + result);
			this.results.add(result);
		}
		write();
	}

	/** So that a run which is cut short leaves what it had. */
	private void write() throws IOException {
		Files.write(this.options.out().resolve("ingest.json"),
				JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this.results));
		Files.writeString(this.options.out().resolve("ingest.md"), IngestReport.of(this.results));
		Files.writeString(this.options.out().resolve("ingest.svg"),
				IngestChart.of("Thousand samples per core-second of all processes on the way",
						IngestReport.perCoreSecond(this.results), List.of("hub", "gateway", "gateway to store")));
	}

	private static Map<String, Long> cpu(Map<String, Long> processes) throws IOException {
		Map<String, Long> cpu = new LinkedHashMap<>();
		for (Map.Entry<String, Long> process : processes.entrySet()) {
			cpu.put(process.getKey(), ProcessCpu.of(process.getValue()).cpuMillis());
		}
		return cpu;
	}

	private static long residentMebibytes(Map<String, Long> processes) throws IOException {
		long all = 0;
		for (long process : processes.values()) {
			all += ProcessCpu.of(process).residentMebibytes();
		}
		return all;
	}

}
