package io.tandem.centralhub.sink;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Ends waits when the service stops. Threads are not interrupted for that, because the
 * ledger's database closes its file under an interrupted thread. Thread-safe.
 */
final class StopSignal {

	private final CompletableFuture<Object> stopped = new CompletableFuture<>();

	void stop() {
		this.stopped.complete(this);
	}

	boolean isStopped() {
		return this.stopped.isDone();
	}

	/**
	 * Waits for that long.
	 * @throws StoppedException as soon as the service stops
	 */
	void pause(Duration duration) throws StoppedException {
		try {
			await(new CompletableFuture<>(), duration);
		}
		catch (TimeoutException ex) {
			return;
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Waits for a result.
	 * @throws StoppedException as soon as the service stops
	 */
	<T> T await(CompletableFuture<T> result, Duration limit)
			throws StoppedException, TimeoutException, ExecutionException {
		try {
			CompletableFuture.anyOf(result, this.stopped).get(limit.toNanos(), TimeUnit.NANOSECONDS);
			if (!result.isDone()) {
				throw new StoppedException();
			}
			return result.get();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new StoppedException();
		}
	}

}
