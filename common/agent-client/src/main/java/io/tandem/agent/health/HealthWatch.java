package io.tandem.agent.health;

import io.tandem.wire.health.HealthStatus;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks the agent's health and publishes it: after each interval, at the first check
 * that finds another status, and at the next check where a report was not taken. Survives
 * whatever a check throws. The watch is confined to its own thread.
 */
public final class HealthWatch implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(HealthWatch.class);

	private final ScheduledExecutorService thread = Executors
		.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("tandem-health").daemon().factory());

	private final AgentHealth health;

	private final HealthPublisher publisher;

	private final long intervalNanos;

	private final Duration checkInterval;

	private @Nullable HealthStatus published;

	private long publishedAt;

	/**
	 * Makes a watch that is not started.
	 * @param interval between two reports while nothing changes
	 * @param checkInterval between two checks: how late a change may be told
	 */
	public HealthWatch(AgentHealth health, HealthPublisher publisher, Duration interval, Duration checkInterval) {
		this.health = health;
		this.publisher = publisher;
		this.intervalNanos = interval.toNanos();
		this.checkInterval = checkInterval;
	}

	/** Starts, at a random time within the first check interval. */
	public void start() {
		long every = this.checkInterval.toMillis();
		this.thread.scheduleWithFixedDelay(() -> check(System.nanoTime()), ThreadLocalRandom.current().nextLong(every),
				every, TimeUnit.MILLISECONDS);
	}

	void check(long now) {
		try {
			AgentHealth.State state = state();
			boolean isDue = this.published != state.status() || now - this.publishedAt >= this.intervalNanos;
			if (isDue) {
				boolean isTaken = this.publisher.publish(state);
				this.published = isTaken ? state.status() : null;
				this.publishedAt = now;
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (Throwable ex) {
			logger.atWarn().setCause(ex).log("Could not report the agent's health");
		}
	}

	private AgentHealth.State state() throws InterruptedException {
		try {
			return this.health.check();
		}
		catch (InterruptedException ex) {
			throw ex;
		}
		catch (Exception ex) {
			return AgentHealth.State.of(HealthStatus.UNKNOWN, "the check failed: " + ex);
		}
	}

	/** Ends it without waiting for a report on its way. */
	@Override
	public void close() {
		this.thread.shutdownNow();
	}

}
