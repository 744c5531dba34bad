package io.tandem.acceptance.health;

import java.util.Collection;
import java.util.List;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;

/**
 * What a stretch of crossings came to, in milliseconds. Immutable.
 *
 * @param seen how many were seen
 * @param unseen how many were answered 2xx and not seen within 5 s
 */
record Quantiles(int seen, int unseen, double p50, double p90, double p99, double max) {

	/** Returns when they were seen, from just before their POST. */
	static Quantiles latency(Collection<Crossing> crossings) {
		return of(crossings, Crossing::latencyMicros);
	}

	/**
	 * Returns the same with those that were sent behind one that was late and so were not
	 * watched, each later by that much and so seen sooner: what {@link Histogram} calls
	 * the correction for coordinated omission.
	 * @param everyMicros how far apart the machine's reports are sent
	 */
	static Quantiles latencyOfAll(Collection<Crossing> crossings, long everyMicros) {
		return of(crossings, Crossing::latencyMicros, everyMicros);
	}

	/** Returns when they were answered, from just before their POST. */
	static Quantiles answer(Collection<Crossing> crossings) {
		return of(crossings, Crossing::answerMicros);
	}

	/** Returns by how much the times may be too long. */
	static Quantiles uncertainty(Collection<Crossing> crossings) {
		return of(crossings, Crossing::uncertaintyMicros);
	}

	private static Quantiles of(Collection<Crossing> crossings, ToLongFunction<Crossing> micros) {
		return of(crossings, micros, 0);
	}

	private static Quantiles of(Collection<Crossing> crossings, ToLongFunction<Crossing> micros, long everyMicros) {
		List<Crossing> seen = crossings.stream().filter(Crossing::isSeen).toList();
		Histogram histogram = new Histogram(3);
		seen.forEach(
				(crossing) -> histogram.recordValueWithExpectedInterval(micros.applyAsLong(crossing), everyMicros));
		return new Quantiles(seen.size(), crossings.size() - seen.size(), millis(histogram, 50), millis(histogram, 90),
				millis(histogram, 99), millis(histogram, 100));
	}

	private static double millis(Histogram micros, double percentile) {
		return Math.round(micros.getValueAtPercentile(percentile) / 100.0) / 10.0;
	}

}
