package io.tandem.console.view;

import io.tandem.console.source.SloAnswers.Outage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A window at a glance: so many steps, each as bad as its worst second.
 *
 * @param name of the machine, or the whole
 * @param words the same for who cannot see it
 * @param judged the step from which on it is judged
 * @param bars steps in a row that are alike, without those that were well
 */
public record SloStrip(String name, String words, int judged, List<Bar> bars) {

	/** As many as a narrow screen can show. */
	public static final int STEPS = 240;

	static SloStrip of(String name, List<Outage> outages, Span span, Instant judgedFrom) {
		Kind[] steps = new Kind[STEPS];
		Arrays.fill(steps, Kind.WELL);
		for (Outage outage : outages) {
			Kind kind = kind(outage);
			int last = span.step(outage.to().minusNanos(1));
			for (int i = span.step(outage.from()); i <= last; i++) {
				steps[i] = (steps[i].compareTo(kind) < 0) ? kind : steps[i];
			}
		}
		List<Bar> bars = new ArrayList<>();
		for (int i = 0; i < STEPS;) {
			int end = i + 1;
			while (end < STEPS && steps[end] == steps[i]) {
				end++;
			}
			if (steps[i] != Kind.WELL) {
				bars.add(new Bar(i, end - i, steps[i]));
			}
			i = end;
		}
		return new SloStrip(name, name + ": " + words(outages), span.step(judgedFrom), bars);
	}

	private static Kind kind(Outage outage) {
		if (outage.nobodyLooked()) {
			return Kind.UNSEEN;
		}
		return outage.isExplained() ? Kind.EXPLAINED : Kind.UNEXPLAINED;
	}

	private static String words(List<Outage> outages) {
		if (outages.isEmpty()) {
			return "no outage";
		}
		long longest = outages.stream().mapToLong(Outage::seconds).max().orElse(0);
		long unexplained = outages.stream().filter((outage) -> !outage.isExplained()).count();
		return outages.size() + ((outages.size() == 1) ? " outage" : " outages, the longest") + " of "
				+ Times.lasted(Duration.ofSeconds(longest))
				+ ((unexplained > 0) ? ", %d not explained".formatted(unexplained) : "");
	}

	/** What a step is like, the better first. */
	public enum Kind {

		/** All of it was up. */
		WELL,

		/** Nobody looked for a while. */
		UNSEEN,

		/** It was down, and something tells why. */
		EXPLAINED,

		/** It was down, and nothing tells why. */
		UNEXPLAINED;

		/** Returns its class in the style sheet. */
		public String css() {
			return switch (this) {
				case WELL -> "well";
				case UNSEEN -> "unseen";
				case EXPLAINED -> "explained";
				case UNEXPLAINED -> "unexplained";
			};
		}

		/** Returns how high it is drawn, of ten; so it is not told by colour alone. */
		public int height() {
			return switch (this) {
				case WELL -> 0;
				case UNSEEN -> 3;
				case EXPLAINED -> 6;
				case UNEXPLAINED -> 10;
			};
		}

	}

	/** Steps that are alike. */
	public record Bar(int from, int steps, Kind kind) {
	}

	/** The time that is drawn. */
	record Span(Instant from, Instant to) {

		int step(Instant time) {
			double share = (double) Duration.between(this.from, time).toMillis()
					/ Math.max(1, Duration.between(this.from, this.to).toMillis());
			return (int) Math.clamp(share * STEPS, 0, STEPS - 1);
		}

		/** Returns how much a step is. */
		Duration ofStep() {
			return Duration.between(this.from, this.to).dividedBy(STEPS);
		}

	}

}
