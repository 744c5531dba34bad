package io.tandem.failover.control;

import io.tandem.failover.detection.Tier;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A tier and where it is. Immutable.
 *
 * @param base the address without a path; null for the spool
 */
public record TierTarget(Tier tier, @Nullable URI base) {
}
