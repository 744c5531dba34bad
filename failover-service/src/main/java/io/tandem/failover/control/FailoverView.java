package io.tandem.failover.control;

import io.tandem.failover.detection.TierState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a machine tells its peers each second. Ages instead of times, because their clocks
 * may differ. Immutable.
 *
 * @param boot a new one at each start of the sender
 * @param sequence one more than the last view's of this boot
 * @param uptimeMillis the sender's monotonic clock when it was made; its zero means
 * nothing
 * @param number the number of the sender's last decision
 * @param route where the sender's records go, by its own names
 */
public record FailoverView(String machine, String boot, long sequence, long uptimeMillis, long number, String route,
		List<TierWord> tiers) {

	/**
	 * What the sender holds of a tier.
	 *
	 * @param tier by the sender's name, for example {@code local-hub/pc2}
	 * @param sinceSuccessMillis since a try began that succeeded; null if none has
	 */
	public record TierWord(String tier, TierState state, @Nullable Long sinceSuccessMillis) {
	}

}
