package io.tandem.centralhub.sink;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets those who share it go one at a time. Thread-safe; a turn ends on the thread on
 * which it began.
 */
final class Turn {

	private final ReentrantLock lock = new ReentrantLock(true);

	/**
	 * Waits for the turn.
	 * @param meanwhile run after each interval of waiting
	 * @throws StoppedException if the thread is interrupted; then there is no turn
	 */
	void begin(Duration interval, Runnable meanwhile) throws StoppedException {
		try {
			while (!this.lock.tryLock(interval.toNanos(), TimeUnit.NANOSECONDS)) {
				meanwhile.run();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new StoppedException();
		}
	}

	void end() {
		this.lock.unlock();
	}

}
