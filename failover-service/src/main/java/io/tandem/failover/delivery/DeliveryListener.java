package io.tandem.failover.delivery;

import io.tandem.failover.detection.Observation.Result;
import io.tandem.failover.detection.Tier;
import org.jspecify.annotations.Nullable;

/**
 * Is told how deliveries fare. Called on the delivering threads, so it must not block or
 * throw.
 */
public interface DeliveryListener {

	/**
	 * A try has ended. A try that was given up because records now go elsewhere is not
	 * told.
	 * @param startedAt in nanoseconds of {@link System#nanoTime()}
	 */
	void ended(Tier tier, long startedAt, long endedAt, Result result);

	/** A try is still under way after {@link #doubtAfterNanos}; told once. */
	void overdue(Tier tier, long startedAt, long at);

	/** Returns after how many nanoseconds a try at the tier is unusually late. */
	long doubtAfterNanos(Tier tier);

	/**
	 * Returns the hub that may take what this tier says no to before it is decided where
	 * records go; null if there is none.
	 */
	default @Nullable Tier detour(Tier from) {
		return null;
	}

}
