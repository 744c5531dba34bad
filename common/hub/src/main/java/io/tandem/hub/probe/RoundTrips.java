package io.tandem.hub.probe;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tandem.jetstream.PublishOutcome;
import io.tandem.jetstream.StreamMessage;
import io.tandem.jetstream.StreamPublisher;
import io.tandem.wire.subject.Machine;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Sends probes through the stream and back, one at a time. Whoever asks before a probe is
 * published is answered by it; whoever asks after that waits for the next one, because
 * one that was sent before the question proves nothing about now. So a crowd of askers
 * costs two messages, not one each. Thread-safe, guarded by its own lock.
 */
public final class RoundTrips {

	private final ReentrantLock lock = new ReentrantLock();

	private final StreamPublisher publisher;

	private final String subject;

	private final Duration within;

	private final MeterRegistry registry;

	private final String prefix = UUID.randomUUID() + "/";

	private long number;

	/** The round that is not published yet; null if nobody waits for one. */
	private @Nullable Round gathering;

	private boolean running;

	private volatile @Nullable Round published;

	public RoundTrips(StreamPublisher publisher, Machine self, Duration within, MeterRegistry registry) {
		this.publisher = publisher;
		this.subject = ProbeMessage.subject(self);
		this.within = within;
		this.registry = registry;
	}

	/** Is told of each probe that the window's reader has come to; never blocks. */
	public void seen(StreamMessage message) {
		Round round = this.published;
		if (round != null && round.id.equals(message.header(ProbeMessage.HEADER))) {
			round.readAt.complete(System.nanoTime());
		}
	}

	/** Makes a round trip, or joins one; takes no longer than twice its limit. */
	ProbeResult make() throws InterruptedException {
		try {
			return join().result.get(this.within.toNanos() * 2, TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			return new ProbeResult.WriteFailed("the probe before this one has not ended");
		}
		catch (ExecutionException ex) {
			return new ProbeResult.WriteFailed("a fault of the hub itself: " + ex.getCause());
		}
	}

	private Round join() {
		this.lock.lock();
		try {
			Round round = this.gathering;
			if (round == null) {
				round = new Round(this.prefix + ++this.number);
				this.gathering = round;
			}
			if (!this.running) {
				this.running = true;
				Thread.ofVirtual().name("tandem-probe").start(this::run);
			}
			return round;
		}
		finally {
			this.lock.unlock();
		}
	}

	private @Nullable Round next() {
		this.lock.lock();
		try {
			Round next = this.gathering;
			this.gathering = null;
			this.published = next;
			this.running = next != null;
			return next;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void run() {
		for (Round round = next(); round != null; round = next()) {
			long start = System.nanoTime();
			try {
				ProbeResult result = travel(round, start);
				Timer.builder("tandem.hub.probe")
					.description("Round trips through the metrics stream and the window's reader")
					.tag("outcome", result.tag())
					.register(this.registry)
					.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
				round.result.complete(result);
			}
			catch (RuntimeException | Error ex) {
				round.result.completeExceptionally(ex);
			}
		}
	}

	private ProbeResult travel(Round round, long start) {
		PublishOutcome outcome = this.publisher.publish(this.subject, Map.of(ProbeMessage.HEADER, round.id),
				ProbeMessage.body(), "probe/" + round.id, this.within);
		long writeNanos = System.nanoTime() - start;
		return switch (outcome) {
			case PublishOutcome.Stored stored -> read(round, stored, start, writeNanos);
			case PublishOutcome.Full full ->
				new ProbeResult.WriteFailed("the metrics stream is full: " + full.reason());
			case PublishOutcome.Unavailable unavailable -> new ProbeResult.WriteFailed(
					"no acknowledgement within " + unavailable.waited().toMillis() + " ms: " + unavailable.reason());
			case PublishOutcome.Rejected rejected -> new ProbeResult.WriteFailed(rejected.reason());
		};
	}

	private ProbeResult read(Round round, PublishOutcome.Stored stored, long start, long writeNanos) {
		long left = Math.max(0, this.within.toNanos() - writeNanos);
		try {
			long readAt = round.readAt.get(left, TimeUnit.NANOSECONDS);
			return new ProbeResult.Seen(stored.stream(), stored.sequence(), writeNanos, Math.max(0, readAt - start));
		}
		catch (TimeoutException | ExecutionException ex) {
			return new ProbeResult.ReadFailed("message " + stored.sequence() + " of " + stored.stream()
					+ " was stored after " + TimeUnit.NANOSECONDS.toMillis(writeNanos) + " ms and not read back within "
					+ this.within.toMillis() + " ms");
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return new ProbeResult.ReadFailed("interrupted");
		}
	}

	private static final class Round {

		private final String id;

		private final CompletableFuture<ProbeResult> result = new CompletableFuture<>();

		private final CompletableFuture<Long> readAt = new CompletableFuture<>();

		Round(String id) {
			this.id = id;
		}

	}

}
