package io.tandem.failover.detection;

import io.tandem.failover.detection.Observation.Outcome;
import io.tandem.failover.detection.Observation.Overdue;
import io.tandem.failover.detection.Observation.Result.Failure;
import java.util.List;
import java.util.Locale;

/** Says why a rule held, for the human who reads the event, numbers included. */
final class Why {

	private Why() {
	}

	static String start(Watch watch, long at) {
		return watch.tier() + " answers, first since this process started" + roundTrip(watch);
	}

	static String deliveriesFail(Watch watch, long at) {
		return watch.tier() + " failed " + watch.deliveries().failures() + " deliveries and took none for "
				+ millis(at - watch.deliveries().since()) + last(watch);
	}

	static String refusedRun(Watch watch, long at) {
		return watch.tier() + " refused " + watch.run().hard() + " tries in a row within "
				+ millis(at - watch.run().firstHardAt()) + last(watch);
	}

	static String silent(Watch watch, long at) {
		return watch.tier() + " is silent for " + millis(at - watch.silenceOrigin()) + ", " + watch.run().failures()
				+ " tries in a row failed" + (watch.isVouchedFor(at) ? ", though a peer reached it" : "") + last(watch);
	}

	static String failure(Watch watch, long at) {
		return watch.tier() + " failed a try" + last(watch);
	}

	static String overdue(Watch watch, long at) {
		List<Observation> trail = watch.trail().newest();
		String late = (!trail.isEmpty() && trail.getLast() instanceof Overdue overdue)
				? " after " + millis(at - overdue.startedAt()) : "";
		return watch.tier() + " has not answered" + late + roundTrip(watch);
	}

	static String success(Watch watch, long at) {
		return watch.tier() + " answers, after " + millis(at - watch.since()) + " of doubt and " + watch.endedFailures()
				+ " failures";
	}

	static String answers(Watch watch, long at) {
		return watch.tier() + " answers again, after " + seconds(at - watch.since());
	}

	static String steady(Watch watch, long at) {
		return watch.tier() + " answered " + watch.successes() + " times in a row for "
				+ seconds(at - watch.firstSuccessAt()) + ", hold-down " + seconds(watch.holdDownNanos(at));
	}

	static String relapse(Watch watch, long at) {
		return watch.tier() + " failed again, " + seconds(at - watch.since()) + " after it began to answer"
				+ last(watch);
	}

	private static String last(Watch watch) {
		for (Observation observation : watch.trail().newest().reversed()) {
			if (observation instanceof Outcome outcome && outcome.result() instanceof Failure failure) {
				String kind = failure.kind().name().toLowerCase(Locale.ROOT);
				return ", the last one: " + (failure.detail().isEmpty() ? kind : failure.detail());
			}
		}
		return "";
	}

	private static String roundTrip(Watch watch) {
		return (watch.roundTripNanos() > 0) ? "; usual " + millis(watch.roundTripNanos()) : "";
	}

	private static String millis(long nanos) {
		return nanos / 1_000_000 + " ms";
	}

	private static String seconds(long nanos) {
		return nanos / 1_000_000_000 + "." + nanos / 100_000_000 % 10 + " s";
	}

}
