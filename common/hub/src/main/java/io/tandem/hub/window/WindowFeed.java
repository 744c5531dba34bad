package io.tandem.hub.window;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tandem.hub.probe.ProbeMessage;
import io.tandem.ingest.PushedRecord;
import io.tandem.jetstream.StreamMessage;
import io.tandem.jetstream.StreamReader;
import io.tandem.wire.remotewrite.InvalidWriteRequestException;
import io.tandem.wire.remotewrite.WriteRequests;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Fills the window: from each stream, beginning one window's length before the start and
 * then following it, so that a restart rebuilds the window by the same code that keeps it
 * current. What the machine's own streams have from before the start and was pushed by
 * the Pushgateway API is also replayed. Thread-safe.
 */
final class WindowFeed implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(WindowFeed.class);

	private final RecentWindow window;

	private final StreamReader reader;

	private final List<String> streams;

	private final List<String> ownStreams;

	private final List<String> backlogStreams;

	private final PushReplay replay;

	private final Consumer<StreamMessage> probes;

	private final InstantSource clock;

	private final Duration length;

	private final Duration sweepInterval;

	private final Counter unreadable;

	private final OverflowLog overflowLog = new OverflowLog();

	/**
	 * A stream that cannot be read, as one that is not there yet, holds up the next so
	 * long.
	 */
	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private static final long OPEN_MILLIS = 20;

	private final List<StreamReader.Following> followings = new ArrayList<>();

	private Instant openedAt = Instant.MIN;

	private volatile Instant startedAt = Instant.MAX;

	private volatile boolean rebuilt;

	private @Nullable ScheduledExecutorService sweeper;

	/**
	 * @param streams whose samples the window shows, in the order in which they are
	 * opened, {@code ownStreams} among them
	 * @param backlogStreams those of them whose reading is in no hurry
	 * @param probes is told of each probe of this machine that the reader comes to
	 */
	WindowFeed(RecentWindow window, StreamReader reader, List<String> streams, List<String> ownStreams,
			List<String> backlogStreams, PushReplay replay, Consumer<StreamMessage> probes, WindowProperties properties,
			InstantSource clock, MeterRegistry meters) {
		this.window = window;
		this.reader = reader;
		this.streams = List.copyOf(streams);
		this.ownStreams = List.copyOf(ownStreams);
		this.backlogStreams = List.copyOf(backlogStreams);
		this.replay = replay;
		this.probes = probes;
		this.clock = clock;
		this.length = properties.length();
		this.sweepInterval = properties.sweepInterval();
		this.unreadable = Counter.builder("tandem.hub.window.unreadable")
			.description("messages of the streams that are not a WriteRequest")
			.baseUnit("messages")
			.register(meters);
	}

	@Override
	public synchronized void start() {
		this.startedAt = this.clock.instant();
		this.rebuilt = false;
		openNext();
		this.sweeper = Executors
			.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("tandem-window-sweep").factory());
		openLater();
		this.sweeper.scheduleWithFixedDelay(this::sweep, this.sweepInterval.toMillis(), this.sweepInterval.toMillis(),
				TimeUnit.MILLISECONDS);
	}

	/** Looks again and again until all streams are open. */
	private void openLater() {
		ScheduledExecutorService running = this.sweeper;
		if (running != null && this.followings.size() < this.streams.size()) {
			running.schedule(() -> {
				synchronized (this) {
					openNext();
					openLater();
				}
			}, OPEN_MILLIS, TimeUnit.MILLISECONDS);
		}
	}

	/**
	 * Opens the next stream once those before it are read: one after the other, the
	 * machine's own live one first, they leave a processor to those who take new records,
	 * and the hub can be used as soon as it has seen its own probe.
	 */
	synchronized void openNext() {
		int opened = this.followings.size();
		if (opened == this.streams.size()) {
			return;
		}
		Instant now = this.clock.instant();
		if (opened > 0 && !this.followings.getLast().isCaughtUp() && now.isBefore(this.openedAt.plus(PATIENCE))) {
			return;
		}
		this.openedAt = now;
		String stream = this.streams.get(opened);
		this.followings.add(this.reader.follow(stream, this.startedAt.minus(this.length),
				this.backlogStreams.contains(stream) ? this::takeInPeace : this::take));
	}

	@Override
	public synchronized void stop() {
		this.followings.forEach(StreamReader.Following::close);
		this.followings.clear();
		if (this.sweeper != null) {
			this.sweeper.shutdownNow();
			this.sweeper = null;
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.sweeper != null;
	}

	/** Before the web server begins to answer, and until it has ended. */
	@Override
	public int getPhase() {
		return 0;
	}

	/**
	 * Tells whether what the streams held at the start may still be missing in part. Once
	 * false, it stays so.
	 */
	synchronized boolean isRebuilding() {
		if (!this.rebuilt && this.followings.size() == this.streams.size() && !this.streams.isEmpty()
				&& this.followings.stream().allMatch(StreamReader.Following::isCaughtUp)) {
			this.rebuilt = true;
			logger.atInfo()
				.addKeyValue("streams", this.streams)
				.addKeyValue("series", this.window.seriesCount())
				.addKeyValue("took", Duration.between(this.startedAt, this.clock.instant()))
				.log("the window is rebuilt");
		}
		return !this.rebuilt;
	}

	/** Rests for as long as it worked: a backlog comes when there is much else to do. */
	private void takeInPeace(StreamMessage message) {
		long start = System.nanoTime();
		take(message);
		LockSupport.parkNanos(System.nanoTime() - start);
	}

	private void take(StreamMessage message) {
		if (ProbeMessage.is(message)) {
			if (this.ownStreams.contains(message.stream())) {
				this.probes.accept(message);
			}
			return;
		}
		try {
			WriteRequests.read(message.body(), this.window::add);
			if (isOfFormerLife(message)) {
				this.replay.replay(message.body());
			}
		}
		catch (InvalidWriteRequestException ex) {
			// Hubs store only what they have checked: somebody else published this.
			if (this.unreadable.count() == 0) {
				logger.atWarn()
					.addKeyValue("stream", message.stream())
					.addKeyValue("sequence", message.sequence())
					.addKeyValue("reason", ex.reason())
					.log("a message is not a write request, it and its like are only counted from here on");
			}
			this.unreadable.increment();
		}
	}

	private boolean isOfFormerLife(StreamMessage message) {
		return PushedRecord.Protocol.PUSHGATEWAY.name().equals(message.header(PushedRecord.PROTOCOL_HEADER))
				&& this.ownStreams.contains(message.stream()) && message.storedAt().isBefore(this.startedAt);
	}

	private void sweep() {
		try {
			this.window.sweep();
			isRebuilding();
			this.overflowLog.observe(this.window);
		}
		catch (RuntimeException ex) {
			logger.atError().setCause(ex).log("a sweep of the window failed, the next one will try again");
		}
	}

}
