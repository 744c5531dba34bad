package io.tandem.acceptance.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

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

	/**
	 * Draws one: two to five faults, one after the other or two at once.
	 * @param seconds how long it is
	 */
	static Scenario draw(long seed, int seconds) {
		Random random = new Random(seed);
		List<String> lines = new ArrayList<>();
		lines.add("title drawn by lot, seed " + seed);
		int last = seconds - 15;
		int at = 15;
		for (int left = 2 + random.nextInt(4); left > 0 && at < last - 10; left--) {
			int lasts = 5 + random.nextInt(Math.min(26, last - at - 5));
			lines.add("at %ds %s for %ds".formatted(at, FAULTS.get(random.nextInt(FAULTS.size())), lasts));
			at += 3 + random.nextInt(lasts + 20);
		}
		lines.add("expect mainpc says anything");
		lines.add("expect pc2 says anything");
		lines.add("end " + seconds + "s");
		return ScenarioParser.parse("random-" + seed, lines);
	}

}
