package io.tandem.database;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Works over and over on a thread of its own while the service runs: when it is woken,
 * and after a pause that the work itself chooses. Survives whatever the work throws.
 * Never interrupts it, because H2 closes its file under an interrupted thread.
 * Thread-safe, but for {@link #work}, which is confined to the thread.
 */
public abstract class Worker implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(Worker.class);

	private static final Duration AFTER_A_FAULT = Duration.ofSeconds(5);

	private final String name;

	private final Duration patience;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition woken = this.lock.newCondition();

	private boolean isWoken;

	private boolean isStopped;

	private @Nullable Thread thread;

	/**
	 * @param name the thread's
	 * @param patience how long a stop waits for work under way, at most
	 */
	protected Worker(String name, Duration patience) {
		this.name = name;
		this.patience = patience;
	}

	/** Does what there is to do, and returns how long to pause then. */
	protected abstract Duration work();

	@Override
	public final void start() {
		this.lock.lock();
		try {
			if (this.thread == null) {
				this.thread = Thread.ofPlatform().name(this.name).daemon().start(this::run);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public final boolean isRunning() {
		this.lock.lock();
		try {
			return this.thread != null && !this.isStopped;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Ends the pause, or the next one if the work runs just now. */
	public final void wake() {
		this.lock.lock();
		try {
			this.isWoken = true;
			this.woken.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Lets the work finish and waits for that. */
	@Override
	public final void stop() {
		Thread running;
		this.lock.lock();
		try {
			this.isStopped = true;
			this.woken.signalAll();
			running = this.thread;
		}
		finally {
			this.lock.unlock();
		}
		if (running == null) {
			return;
		}
		try {
			running.join(this.patience);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void run() {
		Duration pause = Duration.ZERO;
		while (await(pause)) {
			try {
				pause = work();
			}
			catch (RuntimeException ex) {
				logger.atError().addKeyValue("worker", this.name).setCause(ex).log("Work failed; it is tried again");
				pause = AFTER_A_FAULT;
			}
		}
	}

	/** Returns false if it was stopped. */
	private boolean await(Duration pause) {
		this.lock.lock();
		try {
			long left = pause.toNanos();
			while (!this.isStopped && !this.isWoken && left > 0) {
				left = this.woken.awaitNanos(left);
			}
			this.isWoken = false;
			return !this.isStopped;
		}
		catch (InterruptedException ex) {
			return false;
		}
		finally {
			this.lock.unlock();
		}
	}

}
