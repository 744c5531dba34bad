package io.tandem.healthsync.reconciliation;

import io.tandem.healthsync.history.MinuteDigest;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a machine's history has of an origin. Immutable.
 *
 * @param machine who says so
 * @param completeTo up to when the origin's reports are in it; null while none is
 * @param minutes those with any report, the first first
 */
record OriginMinutes(String machine, String origin, @Nullable Instant completeTo, List<MinuteDigest> minutes) {
}
