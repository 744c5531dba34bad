package io.tandem.failover.delivery;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * Runs a lane while the service runs. Thread-safe, guarded by itself.
 */
final class Delivery implements SmartLifecycle {

	private final Supplier<Lane> lanes;

	private final Duration grace;

	private @Nullable Lane lane;

	private @Nullable Thread thread;

	Delivery(Supplier<Lane> lanes, Duration grace) {
		this.lanes = lanes;
		this.grace = grace;
	}

	@Override
	public synchronized void start() {
		if (this.thread == null) {
			Lane started = this.lanes.get();
			this.lane = started;
			this.thread = Thread.ofPlatform().daemon().name("delivery-hub").start(started);
		}
	}

	@Override
	public synchronized void stop() {
		Lane stopping = this.lane;
		Thread running = this.thread;
		this.lane = null;
		this.thread = null;
		if (stopping == null || running == null) {
			return;
		}
		stopping.stop();
		try {
			running.join(this.grace);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.thread != null;
	}

}
