package io.tandem.acceptance.failover;

import io.tandem.acceptance.testbed.Push;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * What a stretch of pushes came to. Latencies are in milliseconds, from the scheduled
 * time to the answer or to giving up, failed pushes included. Immutable.
 *
 * @param failedBy how often each status other than 2xx, 0 for no answer
 */
record Figures(int pushes, int failed, String failedBy, double p50, double p99, double p999, double max) {

	static Figures of(Collection<Push> pushes) {
		Histogram micros = new Histogram(3);
		Map<Integer, Integer> failed = new TreeMap<>();
		for (Push push : pushes) {
			micros.recordValue(push.latencyMicros());
			if (!push.isAcknowledged()) {
				failed.merge(push.status(), 1, Integer::sum);
			}
		}
		int count = failed.values().stream().mapToInt(Integer::intValue).sum();
		return new Figures(pushes.size(), count, failed.isEmpty() ? "" : failed.toString(), millis(micros, 50),
				millis(micros, 99), millis(micros, 99.9), millis(micros, 100));
	}

	/** Returns the pushes that were due from one moment up to another. */
	static Figures between(Collection<Push> pushes, long fromNanos, long toNanos) {
		return of(pushes.stream()
			.filter((push) -> push.dueNanos() - fromNanos >= 0 && push.dueNanos() - toNanos < 0)
			.toList());
	}

	private static double millis(Histogram micros, double percentile) {
		return Math.round(micros.getValueAtPercentile(percentile) / 100.0) / 10.0;
	}

}
