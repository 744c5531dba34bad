package io.tandem.failover.route;

import io.tandem.wire.route.AgentRoute;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What one agent has pushed by either way. Thread-safe, guarded by itself.
 */
final class AgentTraffic {

	private static final int WAITS = 64;

	private final long[][] waits = new long[AgentRoute.values().length][WAITS];

	private final int[] count = new int[AgentRoute.values().length];

	private long legacyPushes;

	private long tandemPushes;

	private long lastLegacyMillis;

	private long lastTandemMillis;

	private @Nullable String legacyFailure;

	/** Notes how long the agent has waited for an answer, in nanoseconds. */
	synchronized void waited(AgentRoute route, long nanos) {
		int at = route.ordinal();
		this.waits[at][this.count[at]++ % WAITS] = nanos / 1000;
		if (this.count[at] == 2 * WAITS) {
			this.count[at] = WAITS;
		}
	}

	/** Notes a push to the Pushgateway. */
	synchronized void legacy(long nowMillis, @Nullable String failure) {
		if (failure == null) {
			this.legacyPushes++;
			this.lastLegacyMillis = nowMillis;
		}
		this.legacyFailure = failure;
	}

	/** Notes a push that is durable. */
	synchronized void tandem(long nowMillis) {
		this.tandemPushes++;
		this.lastTandemMillis = nowMillis;
	}

	synchronized Seen seen() {
		return new Seen(this.legacyPushes, this.tandemPushes, this.lastLegacyMillis, this.lastTandemMillis,
				this.legacyFailure, median(AgentRoute.LEGACY), median(AgentRoute.OVERLAP), median(AgentRoute.TANDEM));
	}

	private long median(AgentRoute route) {
		int known = Math.min(this.count[route.ordinal()], WAITS);
		if (known == 0) {
			return -1;
		}
		long[] sorted = Arrays.copyOf(this.waits[route.ordinal()], known);
		Arrays.sort(sorted);
		return sorted[known / 2];
	}

	/**
	 * What was seen since the service started.
	 *
	 * @param lastLegacyMillis of the last push that the Pushgateway took, since the Unix
	 * epoch; 0 for none
	 * @param lastTandemMillis of the last push made durable; 0 for none
	 * @param legacyFailure why the Pushgateway did not take the last one; null if it did
	 * @param legacyWaitMicros the median wait for an answer on that route; -1 if unknown
	 */
	record Seen(long legacyPushes, long tandemPushes, long lastLegacyMillis, long lastTandemMillis,
			@Nullable String legacyFailure, long legacyWaitMicros, long overlapWaitMicros, long tandemWaitMicros) {
	}

}
