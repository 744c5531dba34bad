package io.tandem.failover.decision;

import io.tandem.failover.decision.Transition.Change;
import io.tandem.failover.decision.Transition.TierView;
import io.tandem.failover.detection.Observation;
import io.tandem.failover.detection.Observation.Result;
import io.tandem.failover.detection.Observation.Result.Failure.Kind;
import io.tandem.failover.detection.Observation.Source;
import io.tandem.failover.detection.Tier;
import io.tandem.failover.detection.TierState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells an engine what happens, in milliseconds, and keeps what it wants done. */
final class Script {

	static final Tier LOCAL = new Tier(Tier.Kind.LOCAL_HUB, "pc2");

	static final Tier PEER = new Tier(Tier.Kind.PEER_HUB, "mainpc");

	static final Tier GATEWAY = new Tier(Tier.Kind.PUSHGATEWAY, "pc2");

	static final Tier SPOOL = new Tier(Tier.Kind.SPOOL, "pc2");

	static final List<Tier> PLAN = List.of(LOCAL, PEER, GATEWAY, SPOOL);

	private static final long MS = 1_000_000;

	private final Engine engine;

	final List<Transition> transitions = new ArrayList<>();

	final List<Command.Probe> probes = new ArrayList<>();

	EngineState state;

	Script() {
		this(EngineSettings.defaults(), 0, null);
	}

	Script(EngineSettings settings, long number, Observation.@Nullable Pin override) {
		this.engine = new Engine(settings);
		this.state = this.engine.begin(PLAN, number, override, 0);
	}

	/** Returns a script in which every tier has answered, at 0. */
	static Script allHealthy() {
		Script script = new Script();
		PLAN.stream().limit(3).forEach((tier) -> script.succeed(tier, 0, 5));
		script.forget();
		return script;
	}

	void forget() {
		this.transitions.clear();
		this.probes.clear();
	}

	void tell(Observation observation) {
		Step step = this.engine.step(this.state, observation);
		this.state = step.state();
		for (Command command : step.commands()) {
			switch (command) {
				case Command.Probe probe -> this.probes.add(probe);
				case Command.Apply(Transition transition) -> this.transitions.add(transition);
			}
		}
	}

	void succeed(Tier tier, long startedAt, long at) {
		tell(new Observation.Outcome(tier, Source.PROBE, startedAt * MS, at * MS, new Result.Success()));
	}

	void fail(Tier tier, Kind kind, long startedAt, long at) {
		fail(tier, Source.PROBE, kind, startedAt, at);
	}

	void fail(Tier tier, Source source, Kind kind, long startedAt, long at) {
		tell(new Observation.Outcome(tier, source, startedAt * MS, at * MS, new Result.Failure(kind, "")));
	}

	void overdue(Tier tier, long startedAt, long at) {
		tell(new Observation.Overdue(tier, Source.PROBE, startedAt * MS, at * MS));
	}

	void stall(long from, long at) {
		tell(new Observation.Stall(from * MS, at * MS, Observation.Cause.SCHEDULER));
	}

	/** Ticks every 20 ms from the first moment to the last. */
	void pass(long from, long until) {
		for (long at = from; at <= until; at += 20) {
			tell(new Observation.Tick(at * MS));
		}
	}

	TierState stateOf(Tier tier) {
		return view(tier).state();
	}

	TierView view(Tier tier) {
		return this.state.tiers().stream().filter((view) -> view.tier().equals(tier)).findFirst().orElseThrow();
	}

	Tier route() {
		return this.state.route().tier();
	}

	/**
	 * Returns the triggers, in order, with the tier's new state or the route's new tier.
	 */
	List<String> told() {
		return this.transitions.stream()
			.map((transition) -> transition.trigger() + " > " + switch (transition.change()) {
				case Change.OfTier of -> of.to();
				case Change.OfRoute of -> of.to();
				case Change.OfOverride of -> "override";
			})
			.toList();
	}

}
