package io.tandem.failover.decision;

import io.tandem.failover.detection.Tier;

/**
 * Where records go. Immutable.
 *
 * @param since when this became so, in nanoseconds of the monotonic clock
 * @param reason why, in a few words that are shown
 */
public record Route(Tier tier, long since, String reason) {
}
