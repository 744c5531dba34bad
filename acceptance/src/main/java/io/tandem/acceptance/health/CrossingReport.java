package io.tandem.acceptance.health;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Tells how soon reports were seen, stretch by stretch and direction by direction.
 * Confined to one thread.
 */
final class CrossingReport {

	/** Some 40 agents a machine report once a second. */
	private static final long EVERY_MICROS = 25_000;

	private static final String HEAD = """
			| | from | reports | seen after, ms: p50 | p90 | p99 | max | p99 of all | not within 5 s | answered after, ms: p50 | p99 | too long by at most, ms: p50 | p99 |
			|---|---|---|---|---|---|---|---|---|---|---|---|---|
			""";

	private final List<Stretch> stretches = new ArrayList<>();

	/** Adds a stretch of time, by {@link System#nanoTime()}; an empty one is left out. */
	void stretch(String name, long from, long to) {
		if (to - from > 0) {
			this.stretches.add(new Stretch(name, from, to));
		}
	}

	/** Returns a table with a line for each stretch and machine. */
	String table(List<Crossing> crossings) {
		StringBuilder table = new StringBuilder(HEAD);
		List<String> origins = crossings.stream().map(Crossing::origin).distinct().sorted().toList();
		for (Stretch stretch : this.stretches) {
			for (String origin : origins) {
				List<Crossing> within = crossings.stream()
					.filter((crossing) -> crossing.origin().equals(origin) && stretch.holds(crossing))
					.toList();
				if (!within.isEmpty()) {
					table.append(line(stretch, origin, within));
				}
			}
		}
		return table.toString();
	}

	private static String line(Stretch stretch, String origin, List<Crossing> crossings) {
		Quantiles seen = Quantiles.latency(crossings);
		Quantiles ofAll = Quantiles.latencyOfAll(crossings, EVERY_MICROS);
		Quantiles answer = Quantiles.answer(crossings);
		Quantiles uncertainty = Quantiles.uncertainty(crossings);
		return "| %s, %.0f s | %s | %d | %.1f | %.1f | %.1f | %.1f | %.1f | %d | %.1f | %.1f | %.1f | %.1f |%n"
			.formatted(stretch.name, (stretch.to - stretch.from) / 1e9, origin, seen.seen() + seen.unseen(), seen.p50(),
					seen.p90(), seen.p99(), seen.max(), ofAll.p99(), seen.unseen(), answer.p50(), answer.p99(),
					uncertainty.p50(), uncertainty.p99());
	}

	/**
	 * Returns every crossing as a line of comma-separated values, the first sent first.
	 */
	static String csv(List<Crossing> crossings, long began) {
		return "from,agent,sequence,sent at s,answered after ms,seen after ms,too long by at most ms\n"
				+ crossings.stream()
					.sorted((one, other) -> Long.compare(one.sentAt() - other.sentAt(), 0))
					.map((one) -> "%s,%s,%d,%.3f,%.2f,%.2f,%.2f%n".formatted(one.origin(), one.agent(), one.sequence(),
							(one.sentAt() - began) / 1e9, one.answerMicros() / 1e3,
							one.isSeen() ? one.latencyMicros() / 1e3 : Double.NaN, one.uncertaintyMicros() / 1e3))
					.collect(Collectors.joining());
	}

	private record Stretch(String name, long from, long to) {

		boolean holds(Crossing crossing) {
			return crossing.sentAt() - this.from >= 0 && crossing.sentAt() - this.to < 0;
		}

	}

}
