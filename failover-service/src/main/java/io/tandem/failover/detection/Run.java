package io.tandem.failover.detection;

import io.tandem.failover.detection.Observation.Stall;
import java.util.ArrayList;
import java.util.List;

/**
 * The failures since the last success, the tries that are late among them. Bounded: of a
 * long run the first try and the newest ones are kept, and the rest is only counted.
 * Immutable.
 */
final class Run {

	static final Run NONE = new Run(List.of(), 0, 0, 0, 0);

	private static final int MAX_TRIES = 16;

	private final List<Try> tries;

	private final int failures;

	private final int hard;

	private final long firstHardAt;

	private final long since;

	private Run(List<Try> tries, int failures, int hard, long firstHardAt, long since) {
		this.tries = tries;
		this.failures = failures;
		this.hard = hard;
		this.firstHardAt = firstHardAt;
		this.since = since;
	}

	/** Begins a run with a try that has not failed yet; changes no other. */
	Run doubted(long startedAt, long at) {
		return isEmpty() ? new Run(List.of(new Try(startedAt, at, false, false)), 0, 0, 0, startedAt) : this;
	}

	Run failed(long startedAt, long at, boolean isHard) {
		List<Try> next = new ArrayList<>(this.tries.size() + 1);
		next.addAll(this.tries);
		if (next.size() == MAX_TRIES) {
			next.remove(1);
		}
		next.add(new Try(startedAt, at, isHard, true));
		return new Run(next, this.failures + 1, this.hard + (isHard ? 1 : 0),
				(isHard && this.hard == 0) ? at : this.firstHardAt, isEmpty() ? startedAt : this.since);
	}

	/** Returns the run without what the stall may have caused, and without its time. */
	Run without(Stall stall) {
		if (isEmpty()) {
			return this;
		}
		List<Try> kept = new ArrayList<>(this.tries);
		kept.removeIf((one) -> !one.isHard() && one.at() > stall.from());
		if (kept.isEmpty()) {
			return NONE;
		}
		int taken = (int) this.tries.stream()
			.filter((one) -> one.isFailure() && !one.isHard() && one.at() > stall.from())
			.count();
		boolean sameFirst = kept.getFirst().equals(this.tries.getFirst());
		long from = sameFirst ? this.since : kept.getFirst().startedAt();
		return new Run(kept, this.failures - taken, this.hard, this.firstHardAt, Silence.shift(from, stall));
	}

	boolean isEmpty() {
		return this.tries.isEmpty();
	}

	int failures() {
		return this.failures;
	}

	/** Returns how many of them were an answer that nobody need doubt. */
	int hard() {
		return this.hard;
	}

	/** Returns when the first of the hard ones was told. */
	long firstHardAt() {
		return this.firstHardAt;
	}

	/** Returns when its first try began, moved by the time this process stood still. */
	long since() {
		return this.since;
	}

	private record Try(long startedAt, long at, boolean isHard, boolean isFailure) {
	}

}
