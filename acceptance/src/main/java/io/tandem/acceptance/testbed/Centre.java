package io.tandem.acceptance.testbed;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * When the centre's hub is up again after an outage, and how many records it has stored
 * by then and later. Confined to one thread.
 */
public final class Centre {

	private final Testbed testbed;

	private final List<Sample> samples = new ArrayList<>();

	private boolean begun;

	private long upAt = Long.MAX_VALUE;

	public Centre(Testbed testbed) {
		this.testbed = testbed;
	}

	/** The outage is over: looks count from now on. */
	public void begin() {
		this.begun = true;
	}

	/** Takes a look. A hub that is not there has nothing to say. */
	public void sample() throws InterruptedException {
		if (!this.begun) {
			return;
		}
		try {
			long received = this.testbed.observer.get(this.testbed.mainpc.hub("/api/v1/ledger"))
				.path("totals")
				.path("received")
				.asLong();
			long now = System.nanoTime();
			this.upAt = Math.min(this.upAt, now);
			this.samples.add(new Sample(now, received));
		}
		catch (IOException ex) {
			// not up
		}
	}

	/** Returns when it answered for the first time, by {@link System#nanoTime()}. */
	public long upAt() {
		return this.upAt;
	}

	/**
	 * Returns when as many records were stored as had been acknowledged a second before;
	 * from then on no backlog is left between an agent and the store.
	 * @param from not before this
	 */
	public long storedAt(Collection<Push> pushes, long from) {
		for (Sample sample : this.samples) {
			long acknowledged = pushes.stream()
				.filter((push) -> push.isAcknowledged() && push.doneNanos() - (sample.at - 1_000_000_000L) < 0)
				.count();
			if (sample.at - from > 0 && sample.received >= acknowledged) {
				return sample.at;
			}
		}
		return Long.MAX_VALUE;
	}

	private record Sample(long at, long received) {
	}

}
