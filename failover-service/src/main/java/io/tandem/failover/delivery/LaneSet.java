package io.tandem.failover.delivery;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * All that runs while a delivery runs. Can be run once. Immutable.
 *
 * @param expiry looks after what the Pushgateway shows; null if there is none
 */
record LaneSet(LiveLane live, BacklogLane backlog, TwinLane twin, BackfillLane backfill, Progress progress,
		@Nullable PushgatewayExpiry expiry) {

	static LaneSet of(Lanes lanes, CurrentRoute twin, RequestedRanges requested, MeterRegistry registry,
			@Nullable PushgatewayExpiry expiry) {
		Semaphore left = new Semaphore(0);
		LiveLane live = new LiveLane(lanes, new DeliveryMeters(registry, LaneName.LIVE), left::release);
		return new LaneSet(live, new BacklogLane(lanes, new DeliveryMeters(registry, LaneName.BACKLOG), live, left),
				new TwinLane(lanes, new DeliveryMeters(registry, LaneName.TWIN), twin),
				new BackfillLane(lanes, new DeliveryMeters(registry, LaneName.BACKFILL), live, requested),
				new Progress(lanes.delivered(), lanes.properties().persistEvery()), expiry);
	}

	/** Returns what is to be run, by the names of the threads. */
	Map<String, Runnable> tasks() {
		Map<String, Runnable> tasks = new LinkedHashMap<>();
		tasks.put("delivery-live", this.live);
		tasks.put("delivery-backlog", this.backlog);
		tasks.put("delivery-twin", this.twin);
		tasks.put("delivery-backfill", this.backfill);
		tasks.put("delivery-progress", this.progress);
		if (this.expiry != null) {
			tasks.put("delivery-expiry", this.expiry);
		}
		return tasks;
	}

	void stop() {
		this.live.stop();
		this.backlog.stop();
		this.twin.stop();
		this.backfill.stop();
		this.progress.stop();
		if (this.expiry != null) {
			this.expiry.stop();
		}
	}

}
