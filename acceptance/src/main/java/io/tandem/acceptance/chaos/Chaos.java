package io.tandem.acceptance.chaos;

import io.tandem.acceptance.health.Receiver;
import io.tandem.acceptance.testbed.OpenLoad;
import io.tandem.acceptance.testbed.Testbed;
import io.tandem.fleet.Fleet;
import io.tandem.fleet.FleetFile;
import io.tandem.fleet.InvalidFleetException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;

/**
 * Plays scenarios, one after the other, on the machines that {@code ./tandem chaos} has
 * started; see there. With {@code check} as its first word it only reads them.
 */
public final class Chaos {

	private static final InetSocketAddress RECEIVER = new InetSocketAddress("10.77.0.254", 9400);

	private static final Duration WARM_UP = Duration.ofSeconds(30);

	private Chaos() {
	}

	public static void main(String[] arguments) throws Exception {
		List<String> words = new ArrayList<>(List.of(arguments));
		try {
			boolean isCheck = words.remove("check");
			boolean isTimed = !words.remove("--untimed");
			Path out = Path.of(option(words, "--out", "."));
			String docs = option(words, "--write-docs", "");
			if (!docs.isEmpty()) {
				Files.writeString(Path.of(docs), ResilienceDoc.of(out));
				return;
			}
			long seed = Long.parseLong(option(words, "--seed", "1"));
			int count = Integer.parseInt(option(words, "--count", "1"));
			int seconds = Integer.parseInt(option(words, "--seconds", "180"));
			List<Scenario> scenarios = new ArrayList<>();
			for (String word : words) {
				if (word.equals("random")) {
					for (int i = 0; i < count; i++) {
						scenarios.add(Lottery.draw(seed + i, seconds));
					}
				}
				else {
					scenarios.add(ScenarioParser.read(Path.of(word)));
				}
			}
			Fleet fleet = FleetFile.load(Path.of(System.getProperty("tandem.fleet-file", "deploy/fleet.yaml")));
			for (Scenario scenario : scenarios) {
				scenario.steps().forEach((step) -> step.fault().waves(fleet));
			}
			System.exit((isCheck || play(scenarios, fleet, out, isTimed)) ? 0 : 1);
		}
		catch (IllegalArgumentException | InvalidFleetException | NoSuchFileException ex) {
			System.err.println("tandem chaos: " + ex.getMessage());
			System.exit(2);
		}
	}

	private static String option(List<String> words, String name, String otherwise) {
		int at = words.indexOf(name);
		if (at < 0) {
			return otherwise;
		}
		if (at + 1 == words.size()) {
			throw new IllegalArgumentException(name + " needs a value");
		}
		words.remove(at);
		return words.remove(at);
	}

	private static boolean play(List<Scenario> scenarios, Fleet fleet, Path out, boolean isTimed)
			throws IOException, InterruptedException {
		boolean isPassed = true;
		Journal journal = new Journal(Path.of(System.getenv("TANDEM_HOME")).resolve("undo.journal"));
		try (Testbed testbed = new Testbed(); Receiver receiver = new Receiver(RECEIVER)) {
			warmUp(testbed);
			for (Scenario scenario : scenarios) {
				System.out.println(scenario.name() + ": " + scenario.title());
				try {
					Outcome outcome = new ScenarioRun(testbed, journal, receiver, fleet, scenario, isTimed).run();
					save(outcome, out);
					System.out.print(Report.lines(outcome));
					isPassed &= outcome.isPassed();
				}
				catch (IOException ex) {
					save(Outcome.notPlayed(scenario, ex), out);
					System.out.println("  NOT PLAYED TO ITS END: " + ex.getMessage());
					isPassed = false;
				}
				finally {
					journal.closeAll();
				}
			}
		}
		return isPassed;
	}

	/** Programs that have just started are slower than those that people run. */
	private static void warmUp(Testbed testbed) throws IOException, InterruptedException {
		testbed.awaitHome(WARM_UP);
		try (OpenLoad load = new OpenLoad(testbed.sites(), (site) -> site.gateway("/api/v1/write"), "warm-up",
				OpenLoad.PUSHES_PER_SECOND / 2, OpenLoad.SERIES)) {
			TimeUnit.MILLISECONDS.sleep(WARM_UP.toMillis());
			load.stop();
		}
	}

	private static void save(Outcome outcome, Path out) throws IOException {
		Files.write(out.resolve(outcome.scenario() + ".json"),
				JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsBytes(outcome));
	}

}
