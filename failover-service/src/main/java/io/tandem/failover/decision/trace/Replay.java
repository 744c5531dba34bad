package io.tandem.failover.decision.trace;

import io.tandem.failover.decision.Command;
import io.tandem.failover.decision.Engine;
import io.tandem.failover.decision.EngineSettings;
import io.tandem.failover.decision.EngineState;
import io.tandem.failover.decision.Step;
import io.tandem.failover.decision.Transition;
import io.tandem.failover.decision.Transition.TierView;
import io.tandem.failover.detection.Observation;
import io.tandem.failover.detection.Observation.Outcome;
import io.tandem.failover.detection.Observation.Overdue;
import io.tandem.failover.detection.Observation.Source;
import io.tandem.failover.detection.Observation.Stall;
import io.tandem.failover.detection.Tier;
import io.tandem.failover.detection.TierState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells an engine all that a trace holds. What it asks to be probed cannot be: it decides
 * by the probes that were made. Probes may be thinned out: of a tier that is not in doubt
 * only those are told that began at least so long after the last one. Confined to one
 * thread.
 */
final class Replay {

	private static final long TICK_NANOS = 20_000_000;

	private final Engine engine;

	private final long probeEveryNanos;

	private final Map<Tier, Long> lastProbe = new HashMap<>();

	private final List<Decided> decisions = new ArrayList<>();

	private EngineState state;

	/**
	 * @param probeEveryNanos 0 to tell every probe
	 */
	Replay(Header header, EngineSettings settings, long probeEveryNanos) {
		this.engine = new Engine(settings);
		this.probeEveryNanos = probeEveryNanos;
		this.state = this.engine.begin(header.plan(), header.number(), null, header.at());
	}

	List<Decided> run(Trace trace) {
		long tick = trace.header().at();
		for (Observation observation : trace.observations()) {
			// a process that stands still does not tick
			long until = (observation instanceof Stall stall) ? Math.min(stall.from(), stall.at()) : observation.at();
			while (tick < until) {
				tell(new Observation.Tick(tick));
				// what comes before anything is due changes nothing
				long ticks = Math.max(1, (this.state.dueAt() - tick) / TICK_NANOS);
				tick += Math.min(ticks, (until - tick) / TICK_NANOS + 1) * TICK_NANOS;
			}
			tick = Math.max(tick, observation.at());
			if (isTold(observation)) {
				tell(observation);
			}
		}
		return this.decisions;
	}

	private boolean isTold(Observation observation) {
		return switch (observation) {
			case Outcome outcome when outcome.source() == Source.PROBE -> isTold(outcome.tier(), outcome.startedAt());
			case Overdue overdue when overdue.source() == Source.PROBE -> isTold(overdue.tier(), overdue.startedAt());
			default -> true;
		};
	}

	private boolean isTold(Tier tier, long startedAt) {
		Long last = this.lastProbe.get(tier);
		// a probe counts as made on time if it began a tenth early
		if (last != null && startedAt != last && startedAt - last < this.probeEveryNanos / 10 * 9 && !isInDoubt(tier)) {
			return false;
		}
		this.lastProbe.merge(tier, startedAt, Math::max);
		return true;
	}

	private boolean isInDoubt(Tier tier) {
		for (TierView view : this.state.tiers()) {
			if (view.tier().equals(tier)) {
				return view.state() == TierState.SUSPECT;
			}
		}
		return false;
	}

	private void tell(Observation observation) {
		Step step = this.engine.step(this.state, observation);
		this.state = step.state();
		for (Command command : step.commands()) {
			if (command instanceof Command.Apply(Transition transition)) {
				this.decisions.add(Decided.of(transition));
			}
		}
	}

}
