package io.tandem.acceptance.chaos;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Draws scenarios by a seed: the same for the same seed. Holds no state. */
final class Lottery {

	private static final List<String> FAULTS = List.of("kill edge-hub on pc2", "kill central-hub on mainpc",
			"hang edge-hub on pc2", "hang central-hub on mainpc", "kill nats on pc2", "kill nats on mainpc",
			"kill failover on pc2", "kill health-sync on mainpc", "freeze pc2", "cut both", "cut from mainpc",
			"cut from pc2", "flap 2s of 5s", "loss 5%", "refuse both", "isolate pc2", "kill prometheus on mainpc",
			"burn 4 on pc2", "hang nats on pc2", "slow prometheus on mainpc to 20%", "kill failover on mainpc",
			"disk of pc2 to 20 writes/s", "memory of pc2 to 80%", "fail InferenceGateway",
			"descriptors 40 of failover on pc2", "delay 300ms");

	private Lottery() {
	}

	/** What a killed program has to start again before it is struck once more. */
	private static final int RESTART_SECONDS = 5;

	private static final Pattern PROGRAM = Pattern.compile("\\S+ on \\S+");

	/**
	 * Draws one: two to five faults, one after the other or two at once; those of one
	 * program only after each other, for what is dead cannot be killed.
	 * @param seconds how long it is
	 */
	static Scenario draw(long seed, int seconds) {
		Random random = new Random(seed);
		List<String> lines = new ArrayList<>();
		lines.add("title drawn by lot, seed " + seed);
		Map<String, Integer> wellAgain = new HashMap<>();
		int last = seconds - 15;
		int at = 15;
		for (int left = 2 + random.nextInt(4); left > 0 && at < last - 10; left--) {
			int lasts = 5 + random.nextInt(Math.min(26, last - at - 5));
			String fault = FAULTS.get(random.nextInt(FAULTS.size()));
			Matcher program = PROGRAM.matcher(fault);
			String struck = program.find() ? program.group() : fault;
			at = Math.max(at, wellAgain.getOrDefault(struck, 0));
			if (at + lasts <= last) {
				lines.add("at %ds %s for %ds".formatted(at, fault, lasts));
				wellAgain.put(struck, at + lasts + RESTART_SECONDS);
			}
			at += 3 + random.nextInt(lasts + 20);
		}
		lines.add("expect mainpc says anything");
		lines.add("expect pc2 says anything");
		lines.add("end " + seconds + "s");
		return ScenarioParser.parse("random-" + seed, lines);
	}

}
