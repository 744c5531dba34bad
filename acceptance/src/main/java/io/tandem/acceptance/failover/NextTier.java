package io.tandem.acceptance.failover;

import io.tandem.acceptance.fleet.Site;
import io.tandem.acceptance.testbed.Testbed;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;

/**
 * Watches how many records a machine's live lane has had acknowledged by the other
 * machine's hub, and notes when that number first grows. It is asked every
 * {@value #POLL_MILLIS} ms, so the time is late by about as much. Runs on a thread of its
 * own until closed.
 */
final class NextTier implements AutoCloseable {

	private static final long POLL_MILLIS = 10;

	private final Testbed testbed;

	private final URI count;

	private final Thread thread;

	private final double before;

	private volatile long firstNanos;

	private volatile boolean stopped;

	NextTier(Testbed testbed, Site site) throws InterruptedException {
		this.testbed = testbed;
		this.count = site.gateway("/actuator/metrics/tandem.delivery.records?tag=lane:live&tag=tier:peer-hub");
		this.before = count();
		this.thread = Thread.ofVirtual().name("next-tier").start(this::watch);
	}

	/**
	 * Returns when it first grew, by {@link System#nanoTime()}; 0 if it has not.
	 */
	long firstNanos() {
		return this.firstNanos;
	}

	private void watch() {
		try {
			while (!this.stopped && this.firstNanos == 0) {
				if (count() > this.before) {
					this.firstNanos = System.nanoTime();
				}
				LockSupport.parkNanos(POLL_MILLIS * 1_000_000);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	// the meter is not there before the first record
	private double count() throws InterruptedException {
		try {
			for (JsonNode measurement : this.testbed.observer.get(this.count).path("measurements")) {
				return measurement.path("value").asDouble();
			}
			return 0;
		}
		catch (IOException ex) {
			return 0;
		}
	}

	@Override
	public void close() {
		this.stopped = true;
	}

}
