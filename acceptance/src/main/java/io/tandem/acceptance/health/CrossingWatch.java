package io.tandem.acceptance.health;

import io.tandem.acceptance.fleet.Site;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sees when reports of one machine can be read on another: takes one report at a time,
 * asks for its agent over and over from before the report is sent until it shows, and
 * then rests for some 50 ms, so that asking takes little of the processors that are
 * measured. Thread-safe; runs until closed.
 */
final class CrossingWatch implements AutoCloseable {

	private static final Duration REST = Duration.ofMillis(40);

	private static final Duration REST_SPREAD = Duration.ofMillis(20);

	static final Duration GIVE_UP = Duration.ofSeconds(5);

	private static final long PAUSE_NANOS = 500_000;

	/**
	 * A sixteenth of what it took: asking for a late report at full speed makes all later
	 * ones late.
	 */
	private static final int RESOLUTION = 16;

	private final JsonMapper json = new JsonMapper();

	private final AtomicReference<@Nullable Expected> current = new AtomicReference<>();

	private final Collection<Crossing> crossings = new ConcurrentLinkedQueue<>();

	private final String origin;

	private final Site reader;

	private final Thread thread;

	private volatile long restUntil = System.nanoTime();

	private volatile boolean stopped;

	/**
	 * @param origin the machine whose reports are watched
	 * @param reader where they are read
	 */
	CrossingWatch(String origin, Site reader) {
		this.origin = origin;
		this.reader = reader;
		this.thread = Thread.ofPlatform()
			.daemon()
			.priority(Thread.MAX_PRIORITY)
			.name("watch-" + origin)
			.start(this::watch);
	}

	/**
	 * Watches for a report that is about to be sent. Takes its time of sending.
	 * @return null if another one is being watched, or it is time to rest
	 */
	@Nullable Expected expect(String agent, String epoch, long sequence) {
		if (this.current.get() != null || System.nanoTime() - this.restUntil < 0) {
			return null;
		}
		Expected expected = new Expected(agent, epoch, sequence);
		if (!this.current.compareAndSet(null, expected)) {
			return null;
		}
		LockSupport.unpark(this.thread);
		expected.sentAt = System.nanoTime();
		return expected;
	}

	/** Returns what has been seen so far. */
	List<Crossing> crossings() {
		return List.copyOf(this.crossings);
	}

	private void watch() {
		while (!this.stopped) {
			Expected expected = this.current.get();
			if (expected == null) {
				LockSupport.park(this);
				continue;
			}
			Crossing crossing = await(expected);
			if (crossing != null) {
				this.crossings.add(crossing);
			}
			this.restUntil = System.nanoTime() + REST.toNanos()
					+ ThreadLocalRandom.current().nextLong(REST_SPREAD.toNanos());
			this.current.set(null);
		}
	}

	/** Returns null for a report that was not taken. */
	private @Nullable Crossing await(Expected expected) {
		URI uri = this.reader.health("/api/v1/health/" + this.origin + "/" + expected.agent);
		long began = System.nanoTime();
		long missed = began;
		long seen = 0;
		while (!this.stopped && !expected.failed && System.nanoTime() - began < GIVE_UP.toNanos()) {
			long asked = System.nanoTime();
			if (shows(uri, expected)) {
				seen = System.nanoTime();
				break;
			}
			missed = asked;
			LockSupport.parkNanos(Math.max(PAUSE_NANOS, (System.nanoTime() - began) / RESOLUTION));
		}
		while (!this.stopped && !expected.failed && expected.answeredAt == 0) {
			LockSupport.parkNanos(PAUSE_NANOS);
		}
		return (this.stopped || expected.failed) ? null : new Crossing(this.origin, expected.agent, expected.sequence,
				expected.sentAt, expected.answeredAt, missed, seen);
	}

	private boolean shows(URI uri, Expected expected) {
		try {
			JsonNode agent = this.json.readTree(Http.get(uri));
			return expected.epoch.equals(agent.path("epoch").asString(""))
					&& agent.path("sequence").asLong(-1) >= expected.sequence;
		}
		catch (IOException ex) {
			return false;
		}
	}

	@Override
	public void close() throws InterruptedException {
		this.stopped = true;
		LockSupport.unpark(this.thread);
		this.thread.join();
	}

	/** A report that is waited for. Its sender tells what becomes of it. */
	static final class Expected {

		private final String agent;

		private final String epoch;

		private final long sequence;

		private volatile long sentAt;

		private volatile long answeredAt;

		private volatile boolean failed;

		private Expected(String agent, String epoch, long sequence) {
			this.agent = agent;
			this.epoch = epoch;
			this.sequence = sequence;
		}

		/** The report was answered, or given up. */
		void answered(boolean isTaken) {
			if (isTaken) {
				this.answeredAt = System.nanoTime();
			}
			else {
				this.failed = true;
			}
		}

	}

}
