package io.tandem.retry;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * A failure that repeats, with its words and the wait before the next try. Confined to
 * one thread, but for {@link #isOn}.
 */
public final class Trouble {

	private static final Duration FIRST = Duration.ofMillis(100);

	private final RepeatingFailure failure;

	private final String begins;

	private final String ends;

	private final BackOff backOff;

	/**
	 * @param begins what is logged with the reason when it fails first or otherwise
	 * @param ends what is logged with the count when it works again
	 * @param longest the longest wait; the first is a tenth of a second
	 */
	public Trouble(Logger logger, String begins, String ends, Duration longest) {
		this.failure = new RepeatingFailure(logger, Map.of());
		this.begins = begins;
		this.ends = ends;
		this.backOff = new BackOff(FIRST, longest);
	}

	/** Notes a failure and returns how long to wait. */
	public Duration failed(String why, @Nullable Throwable cause) {
		this.failure.failed(Level.WARN, why).setCause(cause).log(this.begins);
		return this.backOff.after(this.failure.count(), ThreadLocalRandom.current());
	}

	/** Notes that it works; cheap while it did. */
	public void succeeded() {
		this.failure.ended().log(this.ends);
	}

	/** Tells whether it fails now. */
	public boolean isOn() {
		return this.failure.isFailing();
	}

}
