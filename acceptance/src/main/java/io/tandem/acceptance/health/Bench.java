package io.tandem.acceptance.health;

import io.tandem.acceptance.testbed.Testbed;
import io.tandem.fleet.FleetFile;
import io.tandem.fleet.InvalidFleetException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;

/**
 * Measures health on both machines that {@code ./tandem bench} has started; see there.
 * With {@code needs} as its first word it only checks the others.
 */
public final class Bench {

	private static final InetSocketAddress RECEIVER = new InetSocketAddress("10.77.0.254", 9400);

	private Bench() {
	}

	public static void main(String[] arguments) throws Exception {
		try {
			List<String> words = List.of(arguments);
			boolean isCheck = !words.isEmpty() && words.getFirst().equals("needs");
			Options options = Options.parse(isCheck ? words.subList(1, words.size()) : words);
			if (!isCheck) {
				run(options);
			}
			System.exit(0);
		}
		catch (IllegalArgumentException ex) {
			System.err.println("tandem bench: " + ex.getMessage());
			System.exit(2);
		}
	}

	private static void run(Options options) throws IOException, InterruptedException, InvalidFleetException {
		Files.createDirectories(options.out());
		Duration length = Duration.ofSeconds(options.seconds());
		String report;
		try (Testbed testbed = new Testbed()) {
			if (options.scenario().equals("health")) {
				report = new HealthBench(testbed, options.pushes(), Duration.ofSeconds(options.outage()), options.out())
					.run(length, (options.loaded() > 0) ? Duration.ofSeconds(options.loaded()) : null);
			}
			else {
				try (Receiver receiver = new Receiver(RECEIVER)) {
					report = new PartitionBench(testbed, receiver, FleetFile.load(options.fleet()), options.root())
						.run(length);
				}
			}
		}
		System.out.print(report);
		Files.writeString(options.out().resolve(options.scenario() + ".md"), report);
	}

}
