package io.tandem.acceptance.failover;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one side made of one fault. Immutable.
 *
 * @param at when the fault came on
 * @param before of the pushes due before it
 * @param during of the pushes due while it was on
 * @param nextTierMillis from the fault to the first record that the other hub
 * acknowledged; null if none went there
 * @param decidedMillis from the fault to Tandem's decision to leave the hub; null if it
 * stayed, and for HAProxy
 * @param why Tandem's own words for that decision; may be empty
 * @param lost pushes that were acknowledged in the whole run and are not stored at its
 * end; -1 if the store could not be asked
 */
record Measurement(String side, String fault, int run, Instant at, Figures before, Figures during,
		@Nullable Long nextTierMillis, @Nullable Long decidedMillis, String why, int lost) {
}
