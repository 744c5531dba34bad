package io.tandem.centralhub.sink;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.springframework.context.SmartLifecycle;

/**
 * Runs a worker for each stream, and keeps an eye on how far behind each is. Thread-safe.
 */
final class SinkWorkers implements SmartLifecycle {

	private static final Duration STOP_LIMIT = Duration.ofSeconds(8);

	private static final Duration LOOK_INTERVAL = Duration.ofSeconds(5);

	private final List<String> streams;

	private final String durable;

	private final Function<String, Runnable> worker;

	private final StreamLookout lookout;

	private final StopSignal stop;

	private final Map<String, Long> lags = new ConcurrentHashMap<>();

	private final List<Thread> threads = new ArrayList<>();

	private volatile boolean running;

	/**
	 * @param worker makes the worker of a stream
	 */
	SinkWorkers(List<String> streams, String durable, Function<String, Runnable> worker, StreamLookout lookout,
			StopSignal stop) {
		this.streams = List.copyOf(streams);
		this.durable = durable;
		this.worker = worker;
		this.lookout = lookout;
		this.stop = stop;
	}

	@Override
	public void start() {
		this.running = true;
		for (String stream : this.streams) {
			// not a virtual one: it must not wait for a carrier behind requests and
			// readers that have much to do
			this.threads
				.add(Thread.ofPlatform().daemon().name("tandem-sink-" + stream).start(this.worker.apply(stream)));
		}
		this.threads.add(Thread.ofVirtual().name("tandem-sink-lookout").start(this::look));
	}

	private void look() {
		try {
			while (!this.stop.isStopped()) {
				for (String stream : this.streams) {
					this.lookout.lag(stream, this.durable).ifPresent((lag) -> this.lags.put(stream, lag));
				}
				this.stop.pause(LOOK_INTERVAL);
			}
		}
		catch (StoppedException ex) {
			// that is the end
		}
	}

	List<String> streams() {
		return this.streams;
	}

	String durable() {
		return this.durable;
	}

	/** Returns how many messages were not acknowledged when last looked at. */
	Map<String, Long> lags() {
		return new TreeMap<>(this.lags);
	}

	/** Returns the same for one stream; NaN if it was never seen. */
	double lag(String stream) {
		Long lag = this.lags.get(stream);
		return (lag != null) ? lag : Double.NaN;
	}

	@Override
	public void stop() {
		this.stop.stop();
		long deadline = System.nanoTime() + STOP_LIMIT.toNanos();
		try {
			for (Thread thread : this.threads) {
				thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.running = false;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

}
