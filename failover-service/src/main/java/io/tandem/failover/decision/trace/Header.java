package io.tandem.failover.decision.trace;

import io.tandem.failover.decision.EngineSettings;
import io.tandem.failover.detection.Tier;
import java.time.Instant;
import java.util.List;

/**
 * The first line of a trace. Immutable.
 *
 * @param at a moment of the monotonic clock
 * @param wall the same moment on the wall clock
 * @param number the number of the last transition before
 */
public record Header(String machine, long at, Instant wall, long number, List<Tier> plan, EngineSettings settings) {
}
