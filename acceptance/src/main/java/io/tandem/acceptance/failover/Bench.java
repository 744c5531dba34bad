package io.tandem.acceptance.failover;

import io.tandem.acceptance.testbed.Testbed;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Measures both machines that {@code ./tandem bench} has started; see there. With
 * {@code needs} as its first word it only says, for each fault, what the machines must be
 * started with.
 */
public final class Bench {

	private static final String RELAY = "10.77.0.254";

	private static final int RELAY_PORT = 9101;

	private Bench() {
	}

	public static void main(String[] arguments) throws Exception {
		List<String> words = List.of(arguments);
		try {
			if (!words.isEmpty() && words.getFirst().equals("needs")) {
				BenchOptions.parse(words.subList(1, words.size()))
					.faults()
					.forEach((fault) -> System.out
						.println(fault.needs().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-') + " "
								+ fault.word()));
				return;
			}
			run(BenchOptions.parse(words));
			System.exit(0);
		}
		catch (IllegalArgumentException ex) {
			System.err.println("tandem bench: " + ex.getMessage());
			System.exit(2);
		}
	}

	private static void run(BenchOptions options) throws IOException, InterruptedException {
		Files.createDirectories(options.out());
		try (Testbed testbed = new Testbed();
				Relay relay = relay(testbed);
				FaultSwitch faults = new FaultSwitch(testbed, testbed.pc2, relay)) {
			String hub = (relay != null) ? "http://" + RELAY + ":" + RELAY_PORT + "/api/v1/write"
					: testbed.pc2.hub("/api/v1/write").toString();
			String report = switch (options.scenario()) {
				case "failover" -> {
					Results results = new Results(options.out(), "failover");
					new FailoverBench(testbed, faults, results).run(options.faults(), options.runs(), options.sides(),
							Duration.ofSeconds(options.length()));
					yield results.table();
				}
				case "outage" -> new OutageBench(testbed, options.out()).run(Duration.ofSeconds(options.seconds()));
				case "gray" -> new GrayBench(testbed, faults, URI.create(hub)).run(options.rounds());
				case "idle" -> String.join("", new IdleBench(testbed).run(Duration.ofMinutes(options.minutes())));
				default -> throw new IllegalArgumentException(options.scenario());
			};
			System.out.print(report);
			if (!options.scenario().equals("failover")) {
				Files.writeString(options.out().resolve(options.scenario() + ".md"), report);
			}
		}
	}

	/** Returns the relay before pc2's hub, if the machines were started with one. */
	private static @Nullable Relay relay(Testbed testbed) throws IOException {
		if (!"relay".equals(System.getenv("TANDEM_BENCH_NEEDS"))) {
			return null;
		}
		return new Relay(new InetSocketAddress(RELAY, RELAY_PORT),
				new InetSocketAddress(testbed.pc2.address(), testbed.pc2.hubPort()));
	}

}
