package io.tandem.binder;

import java.time.Duration;

/**
 * Waits that grow by a factor up to a limit. Immutable.
 *
 * @param initial the wait after the first try
 */
record BackOff(Duration initial, double multiplier, Duration max) {

	/**
	 * Returns how long to wait after a try.
	 * @param attempt the try's number, 1 for the first
	 */
	Duration after(long attempt) {
		double millis = this.initial.toMillis() * Math.pow(this.multiplier, Math.max(0, attempt - 1));
		return (millis >= this.max.toMillis()) ? this.max : Duration.ofMillis((long) millis);
	}

}
