package io.tandem.centralhub.sink;

import io.tandem.retry.BackOff;
import java.time.Duration;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Tries a write until there is a final answer, for ever if need be. Turns are taken for
 * each try alone, so that nobody waits for the patience of others. Thread-safe.
 */
final class PatientSink {

	private final Sink sink;

	private final Turn turn;

	private final OriginTurns origins;

	private final SinkProperties properties;

	private final Outage outage;

	private final SinkMeters meters;

	private final StopSignal stop;

	/**
	 * @param turn of those that go one at a time whatever they write
	 * @param origins of all who write to the store
	 */
	PatientSink(Sink sink, Turn turn, OriginTurns origins, SinkProperties properties, Outage outage, SinkMeters meters,
			StopSignal stop) {
		this.sink = sink;
		this.turn = turn;
		this.origins = origins;
		this.properties = properties;
		this.outage = outage;
		this.meters = meters;
		this.stop = stop;
	}

	/**
	 * Writes.
	 * @param from whose records are in the body, as {@link OriginTurns} wants it
	 * @param keepAlive is run before each try, and often enough while waiting that held
	 * messages are not delivered again
	 * @throws StoppedException if the service stops first
	 */
	SinkOutcome.Final write(byte[] body, Set<String> from, Runnable keepAlive) throws StoppedException {
		BackOff backOff = new BackOff(this.properties.firstBackoff(), this.properties.maxBackoff());
		for (int tries = 1;; tries++) {
			keepAlive.run();
			SinkOutcome outcome = tryOnce(body, from, keepAlive);
			this.meters.request(outcome, body.length);
			switch (outcome) {
				case SinkOutcome.Final answer -> {
					this.outage.succeeded();
					return answer;
				}
				case SinkOutcome.Unavailable unavailable -> {
					this.outage.failed(unavailable.cause(), unavailable.detail());
					pause(longer(backOff.after(tries, RandomGenerator.getDefault()), unavailable.retryAfter()),
							keepAlive);
				}
			}
		}
	}

	private SinkOutcome tryOnce(byte[] body, Set<String> from, Runnable keepAlive) throws StoppedException {
		Duration interval = this.properties.inProgressInterval();
		this.turn.begin(interval, keepAlive);
		try (OriginTurns.Held held = this.origins.begin(from, interval, keepAlive)) {
			return this.sink.write(body);
		}
		finally {
			this.turn.end();
		}
	}

	private Duration longer(Duration pause, @Nullable Duration asked) {
		if (asked == null || asked.compareTo(pause) <= 0) {
			return pause;
		}
		return (asked.compareTo(this.properties.maxRetryAfter()) < 0) ? asked : this.properties.maxRetryAfter();
	}

	/** Waits, keeping held messages alive. */
	void pause(Duration pause, Runnable keepAlive) throws StoppedException {
		Duration interval = this.properties.inProgressInterval();
		Duration left = pause;
		while (left.compareTo(interval) > 0) {
			this.stop.pause(interval);
			keepAlive.run();
			left = left.minus(interval);
		}
		this.stop.pause(left);
	}

}
