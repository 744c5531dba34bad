package io.tandem.acceptance.failover;

import io.tandem.acceptance.check.StoredPushes;
import io.tandem.acceptance.testbed.Push;
import io.tandem.acceptance.testbed.Testbed;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Looks for acknowledged pushes in the centre's Prometheus. */
final class Stored {

	private final Testbed testbed;

	Stored(Testbed testbed) {
		this.testbed = testbed;
	}

	/**
	 * Counts acknowledged pushes that are not stored, waiting for stragglers.
	 * @param began when the run did
	 * @return -1 if the store could not be asked
	 */
	int lost(Collection<Push> pushes, String run, Instant began, Duration patience) throws InterruptedException {
		Map<String, BitSet> acknowledged = new HashMap<>();
		for (Push push : pushes) {
			if (push.isAcknowledged()) {
				acknowledged.computeIfAbsent(push.agent(), (agent) -> new BitSet()).set(Math.toIntExact(push.number()));
			}
		}
		int missing;
		long deadline = System.nanoTime() + patience.toNanos();
		do {
			try {
				StoredPushes stored = this.testbed.observer.storedPushes(this.testbed.mainpc, run,
						Duration.between(began, Instant.now()).plusSeconds(5));
				missing = acknowledged.entrySet()
					.stream()
					.mapToInt((agent) -> stored.missing(agent.getKey(), agent.getValue()).cardinality())
					.sum();
			}
			catch (IOException ex) {
				missing = -1;
			}
			TimeUnit.MILLISECONDS.sleep(500);
		}
		while (missing != 0 && System.nanoTime() - deadline < 0);
		return missing;
	}

}
