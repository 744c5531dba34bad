package io.tandem.failover.control;

import io.tandem.failover.decision.EngineState;
import io.tandem.failover.decision.Step;
import io.tandem.failover.detection.Observation;
import io.tandem.failover.detection.Observation.Pin;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * Runs the decider and what feeds it while the service runs, and takes a human's word to
 * it. Thread-safe, guarded by itself.
 */
public final class Control implements SmartLifecycle {

	private static final Duration GRACE = Duration.ofSeconds(2);

	private final LongFunction<EngineState> begin;

	private final BiFunction<EngineState, Observation, Step> engine;

	private final Parts parts;

	private final List<DecisionListener> listeners;

	private @Nullable Decider decider;

	private @Nullable Thread deciding;

	private @Nullable SelfWatch watch;

	/**
	 * @param begin makes the state to begin with, from now
	 */
	Control(LongFunction<EngineState> begin, BiFunction<EngineState, Observation, Step> engine, Parts parts,
			List<DecisionListener> listeners) {
		this.begin = begin;
		this.engine = engine;
		this.parts = parts;
		this.listeners = List.copyOf(listeners);
	}

	@Override
	public synchronized void start() {
		if (this.decider != null) {
			return;
		}
		Parts p = this.parts;
		SelfWatch watch = new SelfWatch(p.queue()::add, p.clock(), p.meters());
		this.watch = watch;
		Decider decider = new Decider(this.begin.apply(p.clock().nanos()), this.engine, p.queue(), p.prober(), p.log(),
				p.route(), p.latest(), p.clock(), p.meters(), watch, this.listeners);
		this.decider = decider;
		this.deciding = Thread.ofPlatform().daemon().name("decider").start(decider);
		watch.listen();
		Thread.ofPlatform().daemon().name("self-watch").start(watch);
		p.peers().start();
	}

	@Override
	public synchronized void stop() {
		this.parts.peers().stop();
		if (this.watch != null) {
			this.watch.stop();
		}
		if (this.decider != null) {
			this.decider.stop();
		}
		try {
			if (this.deciding != null) {
				this.deciding.join(GRACE);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.watch = null;
		this.decider = null;
		this.deciding = null;
	}

	@Override
	public synchronized boolean isRunning() {
		return this.decider != null;
	}

	/**
	 * Lets a human take over, or give back, and waits until that is decided on.
	 * @param override null to give back
	 * @return whether it was decided on in the time given; if not, it may still be
	 */
	public boolean override(@Nullable Pin override, Duration within) throws InterruptedException {
		CompletableFuture<Void> decided = new CompletableFuture<>();
		this.parts.queue()
			.add(new Observation.Overridden(this.parts.clock().nanos(), override), () -> decided.complete(null));
		try {
			decided.get(within.toNanos(), TimeUnit.NANOSECONDS);
			return true;
		}
		catch (TimeoutException | ExecutionException ex) {
			return false;
		}
	}

	/** Returns how many observations wait to be decided on. */
	public int queued() {
		return this.parts.queue().size();
	}

	/** Returns how many observations gave way to newer ones since the start. */
	public long dropped() {
		return this.parts.queue().dropped();
	}

	/** What is put together here. */
	record Parts(ObservationQueue queue, Prober prober, DecisionLog log, RecordRoute route, LatestState latest,
			WallClock clock, ControlMeters meters, PeerLinks peers) {
	}

}
