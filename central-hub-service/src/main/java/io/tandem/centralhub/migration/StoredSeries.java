package io.tandem.centralhub.migration;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A series as the metric store has it, without the labels that tell the path. Immutable.
 *
 * @param agent whose it is
 * @param samples in the order of time
 */
record StoredSeries(String agent, Map<String, String> labels, List<At> samples) {

	StoredSeries {
		labels = Map.copyOf(labels);
		samples = List.copyOf(samples);
	}

	long newestMillis() {
		return this.samples.isEmpty() ? Long.MIN_VALUE : this.samples.getLast().millis();
	}

	/** Returns the time of the first sample since then; the greatest if there is none. */
	long firstMillis(long since) {
		return this.samples.stream()
			.mapToLong(At::millis)
			.filter((millis) -> millis >= since)
			.min()
			.orElse(Long.MAX_VALUE);
	}

	/**
	 * Tells whether a value was here before it was seen elsewhere, or a little after.
	 */
	boolean hasNear(At sample, Duration slack) {
		return this.samples.stream()
			.anyMatch((each) -> Double.compare(each.value(), sample.value()) == 0
					&& each.millis() <= sample.millis() + slack.toMillis());
	}

	/** A sample. */
	record At(long millis, double value) {
	}

}
