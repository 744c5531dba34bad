package io.tandem.failover.control;

import io.tandem.failover.control.ObservationQueue.Entry;
import io.tandem.failover.decision.Command;
import io.tandem.failover.decision.EngineState;
import io.tandem.failover.decision.Step;
import io.tandem.failover.decision.Transition;
import io.tandem.failover.decision.Transition.Change;
import io.tandem.failover.decision.Transition.TierView;
import io.tandem.failover.detection.Observation;
import io.tandem.failover.detection.Observation.Pin;
import io.tandem.failover.detection.Tier;
import io.tandem.failover.detection.TierState;
import io.tandem.retry.RepeatingFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Asks the engine about each observation and does what it says, on one thread. A
 * transition is stored before it is applied; if storing takes too long it is applied all
 * the same, for a history that is away must not keep records from their way. Whatever a
 * step throws, the next observation is decided on from the state before it.
 */
final class Decider implements Runnable {

	private static final Logger logger = LoggerFactory.getLogger(Decider.class);

	private static final long TICK_NANOS = 20_000_000;

	private static final Duration STORE_WITHIN = Duration.ofMillis(100);

	private final BiFunction<EngineState, Observation, Step> engine;

	private final ObservationQueue queue;

	private final Prober prober;

	private final DecisionLog log;

	private final RecordRoute route;

	private final LatestState latest;

	private final WallClock clock;

	private final ControlMeters meters;

	private final SelfWatch watch;

	private final List<DecisionListener> listeners;

	/** A disk that is slow: counted each time, told of once. */
	private final RepeatingFailure slow = new RepeatingFailure(logger, Map.of());

	private volatile boolean stopped;

	private EngineState state;

	private @Nullable Pin expired;

	private boolean failing;

	Decider(EngineState begin, BiFunction<EngineState, Observation, Step> engine, ObservationQueue queue, Prober prober,
			DecisionLog log, RecordRoute route, LatestState latest, WallClock clock, ControlMeters meters,
			SelfWatch watch, List<DecisionListener> listeners) {
		this.state = begin;
		this.engine = engine;
		this.queue = queue;
		this.prober = prober;
		this.log = log;
		this.route = route;
		this.latest = latest;
		this.clock = clock;
		this.meters = meters;
		this.watch = watch;
		this.listeners = List.copyOf(listeners);
	}

	void stop() {
		this.stopped = true;
	}

	@Override
	public void run() {
		this.latest.set(this.state);
		this.route.use(this.state.route().tier(), this.state.route().reason(),
				this.clock.at(this.state.route().since()));
		long nextTick = this.clock.nanos();
		try {
			while (!this.stopped) {
				Entry entry = this.queue.poll(Math.max(0, nextTick - this.clock.nanos()));
				Observation.Stall stall = this.watch.look(this.clock.nanos());
				if (stall != null) {
					decide(stall);
				}
				if (entry != null) {
					decide(entry.observation());
					if (entry.whenDecided() != null) {
						entry.whenDecided().run();
					}
				}
				long now = this.clock.nanos();
				if (now - nextTick >= 0) {
					tick(now);
					nextTick = now + TICK_NANOS;
				}
			}
		}
		catch (InterruptedException ex) {
			// stopped
		}
	}

	private void tick(long now) {
		this.prober.tick(now);
		Pin override = this.state.override();
		if (override != null && !override.equals(this.expired) && !this.clock.now().isBefore(override.until())) {
			this.expired = override;
			decide(new Observation.Overridden(now, null));
		}
		decide(new Observation.Tick(now));
	}

	private void decide(Observation observation) {
		try {
			this.listeners.forEach((listener) -> listener.observed(observation));
			Step step = this.engine.apply(this.state, observation);
			this.state = step.state();
			this.latest.set(step.state());
			store(step.transitions());
			step.commands().forEach(this::perform);
			pair();
			this.failing = false;
		}
		catch (RuntimeException ex) {
			this.meters.fault();
			if (!this.failing) {
				this.failing = true;
				logger.atError()
					.addKeyValue("observation", observation)
					.setCause(ex)
					.log("a step of the engine failed, going on; its like are only counted until one succeeds");
			}
		}
	}

	private void perform(Command command) {
		switch (command) {
			case Command.Probe probe -> this.prober.probe(probe.tier(), probe.timeoutNanos());
			case Command.Apply apply -> apply(apply.transition());
		}
	}

	/** All of a step at once, so that a switch waits for the disk once. */
	private void store(List<Transition> transitions) {
		if (!transitions.isEmpty()
				&& !this.log.store(transitions, this.clock.at(transitions.getFirst().at()), STORE_WITHIN)) {
			this.meters.notStored(transitions.size());
			this.slow.failed(Level.WARN, "not stored in time")
				.addKeyValue("numbers", transitions.stream().map(Transition::number).toList())
				.addKeyValue("within", STORE_WITHIN)
				.log("decisions could not be stored in time, they are applied all the same; more are only counted");
		}
		else if (!transitions.isEmpty()) {
			this.slow.ended().log("decisions are stored in time again");
		}
	}

	private void apply(Transition transition) {
		Instant at = this.clock.at(transition.at());
		if (transition.change() instanceof Change.OfRoute change) {
			this.route.use(change.to(), transition.why(), at);
		}
		this.meters.applied(transition, this.clock.nanos() - transition.at());
		tell(transition);
		this.listeners.forEach((listener) -> listener.applied(transition, at, this.state));
	}

	private static void tell(Transition transition) {
		String kind = ControlMeters.kind(transition.change());
		logger.atInfo()
			.addKeyValue("number", transition.number())
			.addKeyValue("change", Words.of(transition.change()))
			.addKeyValue("trigger", transition.trigger())
			.addKeyValue("why", transition.why())
			.log(switch (kind) {
				case "route" -> "records go another way";
				case "override" -> "a human's word";
				default -> "a tier is held otherwise";
			});
	}

	/** Gives critical agents a second hub: the first healthy one that is not in use. */
	private void pair() {
		Tier active = this.state.route().tier();
		Tier found = this.state.plan()
			.stream()
			.filter((tier) -> tier.isHub() && !tier.equals(active) && isHealthy(tier))
			.findFirst()
			.orElse(null);
		if (!Objects.equals(found, this.latest.twin())) {
			this.latest.twin(found);
			this.route.twin(found);
		}
	}

	private boolean isHealthy(Tier tier) {
		return this.state.tiers()
			.stream()
			.filter((view) -> view.tier().equals(tier))
			.map(TierView::state)
			.anyMatch(TierState.HEALTHY::equals);
	}

}
