package io.tandem.failover.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.failover.detection.Observation;
import io.tandem.failover.detection.Observation.Result;
import io.tandem.failover.detection.Observation.Source;
import io.tandem.failover.detection.TierState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObservationQueueTests {

	private final ObservationQueue queue = new ObservationQueue(3);

	@Test
	void aFullQueueGivesUpDeliveredRecordsFirstThenPeersThenTheOldest() throws Exception {
		Observation success = outcome(Source.DELIVERY, 1);
		Observation probe = outcome(Source.PROBE, 2);
		Observation word = new Observation.PeerView("mainpc", Observation.Via.HTTP, ControlRig.LOCAL, TierState.DOWN, 0,
				3);
		Observation tick = new Observation.Tick(4);
		Observation late = new Observation.Tick(5);
		Observation later = new Observation.Tick(6);
		List.of(probe, word, success, tick, late, later).forEach(this.queue::add);
		assertThat(this.queue.dropped()).isEqualTo(3);
		assertThat(drain()).containsExactly(tick, late, later);
	}

	@Test
	void aStallGoesBeforeWhatWaits() throws Exception {
		Observation timeout = outcome(Source.PROBE, 2);
		Observation stall = new Observation.Stall(0, 1, Observation.Cause.GC);
		this.queue.add(timeout);
		this.queue.add(stall);
		assertThat(drain()).containsExactly(stall, timeout);
	}

	private static Observation outcome(Source source, long at) {
		return new Observation.Outcome(ControlRig.LOCAL, source, 0, at, new Result.Success());
	}

	private List<Observation> drain() throws InterruptedException {
		List<Observation> all = new ArrayList<>();
		for (var entry = this.queue.poll(0); entry != null; entry = this.queue.poll(0)) {
			all.add(entry.observation());
		}
		return all;
	}

}
