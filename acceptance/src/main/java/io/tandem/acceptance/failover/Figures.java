package io.tandem.acceptance.failover;

import java.util.Collection;
import org.HdrHistogram.Histogram;

/**
 * What a stretch of pushes came to. Latencies are in milliseconds, from the scheduled
 * time to the answer or to giving up, failed pushes included. Immutable.
 */
record Figures(int pushes, int failed, double p50, double p99, double p999, double max) {

	static Figures of(Collection<Push> pushes) {
		Histogram micros = new Histogram(3);
		int failed = 0;
		for (Push push : pushes) {
			micros.recordValue(push.latencyMicros());
			failed += push.isAcknowledged() ? 0 : 1;
		}
		return new Figures(pushes.size(), failed, millis(micros, 50), millis(micros, 99), millis(micros, 99.9),
				millis(micros, 100));
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
