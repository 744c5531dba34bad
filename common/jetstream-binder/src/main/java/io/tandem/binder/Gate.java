package io.tandem.binder;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Lets waits of several threads be cut short, without ever interrupting what they do
 * between two waits. Thread-safe, guarded by itself.
 */
final class Gate {

	private final CountDownLatch closed = new CountDownLatch(1);

	private final Set<Thread> waiting = new HashSet<>();

	/**
	 * Runs a call that waits.
	 * @throws InterruptedException if it was cut short, or the gate is closed
	 */
	<T extends @Nullable Object> T await(Callable<T> call) throws Exception {
		Thread thread = Thread.currentThread();
		synchronized (this) {
			if (isClosed()) {
				throw new InterruptedException("closed");
			}
			this.waiting.add(thread);
		}
		try {
			return call.call();
		}
		finally {
			synchronized (this) {
				this.waiting.remove(thread);
				Thread.interrupted();
			}
		}
	}

	/** Waits; returns at once when the gate is closed. */
	void pause(Duration time) {
		try {
			if (this.closed.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
				return;
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** Cuts short every wait that is going on. */
	synchronized void wake() {
		this.waiting.forEach(Thread::interrupt);
	}

	/** Cuts short every wait, now and from now on. */
	synchronized void close() {
		this.closed.countDown();
		wake();
	}

	boolean isClosed() {
		return this.closed.getCount() == 0;
	}

}
