package io.tandem.centralhub.sink;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Pauses between tries: doubled each time up to a limit, and shortened by up to a half at
 * random so that several do not try in step. Confined to one thread.
 */
final class Backoff {

	private final Duration first;

	private final Duration limit;

	private final RandomGenerator random;

	private Duration next;

	Backoff(Duration first, Duration limit, RandomGenerator random) {
		this.first = first;
		this.limit = limit;
		this.random = random;
		this.next = first;
	}

	/** Returns how long to wait before the next try. */
	Duration next() {
		Duration pause = this.next;
		Duration doubled = pause.multipliedBy(2);
		this.next = (doubled.compareTo(this.limit) < 0) ? doubled : this.limit;
		return Duration.ofNanos((long) (pause.toNanos() * (0.5 + this.random.nextDouble() / 2)));
	}

	/** Begins from the first pause again. */
	void reset() {
		this.next = this.first;
	}

}
