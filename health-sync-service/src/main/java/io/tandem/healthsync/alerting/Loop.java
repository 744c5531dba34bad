package io.tandem.healthsync.alerting;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does a piece of work over and over on a virtual thread of its own: when it is woken,
 * and after a pause that the work itself chooses. Survives whatever the work throws.
 * Thread-safe.
 */
final class Loop {

	private static final Logger logger = LoggerFactory.getLogger(Loop.class);

	private static final Duration AFTER_A_FAULT = Duration.ofSeconds(5);

	private final Semaphore woken = new Semaphore(0);

	private final String name;

	private final Supplier<Duration> work;

	private volatile boolean isStopped;

	private @Nullable Thread thread;

	Loop(String name, Supplier<Duration> work) {
		this.name = name;
		this.work = work;
	}

	synchronized void start() {
		if (this.thread == null) {
			this.thread = Thread.ofVirtual().name(this.name).start(this::run);
		}
	}

	/** Ends the pause, or the next one if the work runs just now. */
	void wake() {
		this.woken.release();
	}

	/** Lets the work finish and waits for that, at most so long. */
	void stop(Duration patience) {
		this.isStopped = true;
		wake();
		Thread running;
		synchronized (this) {
			running = this.thread;
		}
		try {
			if (running != null && !running.join(patience)) {
				running.interrupt();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void run() {
		while (!this.isStopped) {
			Duration pause;
			try {
				pause = this.work.get();
			}
			catch (RuntimeException ex) {
				logger.atError().addKeyValue("work", this.name).setCause(ex).log("Work failed; it is tried again");
				pause = AFTER_A_FAULT;
			}
			try {
				if (this.woken.tryAcquire(pause.toNanos(), TimeUnit.NANOSECONDS)) {
					this.woken.drainPermits();
				}
			}
			catch (InterruptedException ex) {
				return;
			}
		}
	}

}
