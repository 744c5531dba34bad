package io.tandem.failover.decision;

import io.tandem.failover.decision.Transition.Change;
import io.tandem.failover.decision.Transition.SelfView;
import io.tandem.failover.detection.Observation;
import io.tandem.failover.detection.Rule;
import io.tandem.failover.detection.Tier;
import io.tandem.failover.detection.Trail;
import io.tandem.failover.detection.Watch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One step of the engine, while it is made. Confined to that step. */
final class Turn {

	private static final int MAX_PEER_WORDS = 64;

	private final EngineState before;

	private final long at;

	private final List<Tier> plan;

	private final Watch[] watches;

	private long number;

	private Route route;

	private SelfView self;

	private Trail own;

	private List<Observation.PeerView> peers;

	private Observation.@Nullable Pin override;

	private boolean started;

	private @Nullable List<Command> commands;

	private @Nullable Transition cause;

	Turn(EngineState before, long at) {
		this.before = before;
		this.at = at;
		this.plan = before.plan();
		this.watches = before.watches().clone();
		this.number = before.number();
		this.route = before.route();
		this.self = before.self();
		this.own = before.own();
		this.peers = before.peers();
		this.override = before.override();
		this.started = before.isStarted();
	}

	void take(Observation observation) {
		switch (observation) {
			case Observation.Outcome outcome -> {
				int index = this.plan.indexOf(outcome.tier());
				if (isWatched(index)) {
					watched(index, this.watches[index].ended(outcome, this.at));
				}
			}
			case Observation.Overdue overdue -> {
				int index = this.plan.indexOf(overdue.tier());
				if (isWatched(index)) {
					watched(index, this.watches[index].overdue(overdue, this.at));
				}
			}
			case Observation.PeerView view -> hear(view);
			case Observation.Stall stall -> stalled(stall);
			case Observation.ClockJump jump -> this.own = this.own.and(jump);
			case Observation.Overridden overridden -> override(overridden);
			case Observation.Tick tick -> {
				// time passes in any case
			}
		}
	}

	private void hear(Observation.PeerView view) {
		List<Observation.PeerView> words = new ArrayList<>(this.peers);
		words.removeIf((word) -> word.peer().equals(view.peer()) && word.via() == view.via()
				&& word.tier().equals(view.tier()));
		if (words.size() == MAX_PEER_WORDS) {
			words.removeFirst();
		}
		words.add(view);
		this.peers = List.copyOf(words);
		int index = this.plan.indexOf(view.tier());
		if (isWatched(index)) {
			watched(index, this.watches[index].told(view));
		}
	}

	private void stalled(Observation.Stall stall) {
		this.own = this.own.and(stall);
		this.self = new SelfView(this.self.stalls() + 1,
				this.self.stalledNanos() + Math.max(0, stall.at() - stall.from()), stall);
		for (int i = 0; i < this.watches.length; i++) {
			watched(i, this.watches[i].stalled(stall));
		}
	}

	private void override(Observation.Overridden overridden) {
		Observation.Pin next = overridden.override();
		if (next != null && next.tier() != null && !this.plan.contains(next.tier())) {
			throw new IllegalArgumentException(
					"a tier that is not in the plan: tier=" + next.tier() + " plan=" + this.plan);
		}
		this.own = this.own.and(overridden);
		Observation.Pin last = this.override;
		this.override = next;
		String why = (next == null) ? "automation decides again"
				: (next.tier() == null) ? "a human keeps the route until " + next.until() + ": " + next.reason()
						: "a human pins " + next.tier() + " until " + next.until() + ": " + next.reason();
		apply(new Change.OfOverride(last, next), (next == null) ? "override-ended" : "override", why);
	}

	/** Lets the time that has passed count for every tier. */
	void passTime() {
		for (int i = 0; i < this.watches.length; i++) {
			if (this.at >= this.watches[i].dueAt(this.at)) {
				watched(i, this.watches[i].passed(this.at));
			}
		}
	}

	private void watched(int index, Watch next) {
		Watch last = this.watches[index];
		this.watches[index] = next;
		Rule rule = next.rule();
		if (last.state() != next.state() && rule != null) {
			apply(new Change.OfTier(next.tier(), last.state(), next.state()), rule.trigger(), next.why());
		}
	}

	/** Changes the route if another tier is to take records now. */
	void route() {
		boolean graceIsOver = this.at >= this.before.graceUntil();
		Tier target = target(graceIsOver);
		if (!target.equals(this.route.tier())) {
			Transition from = this.cause;
			String trigger = (from != null) ? from.trigger() : graceIsOver ? "start-grace" : "start";
			String why = (from != null) ? from.why() : "the local hub has not answered since this process started";
			int index = this.plan.indexOf(this.route.tier());
			if (isWatched(index)) {
				this.watches[index] = this.watches[index].left();
			}
			apply(new Change.OfRoute(this.route.tier(), target), trigger, why);
			this.route = new Route(target, this.at, why);
			this.started = true;
		}
		else if (graceIsOver && !this.started) {
			this.started = true;
			this.route = new Route(target, this.route.since(), "no tier has answered since this process started");
		}
	}

	private Tier target(boolean graceIsOver) {
		if (this.override != null && this.override.tier() != null) {
			return this.override.tier();
		}
		if (this.override != null && this.before.isStarted()) {
			return this.route.tier();
		}
		return this.plan.get(Routing.choose(this.watches, graceIsOver));
	}

	/** Asks for the probes that are due. */
	void probe() {
		for (int i = 0; i < this.watches.length; i++) {
			if (this.watches[i].isProbeDue(this.at)) {
				this.watches[i] = this.watches[i].probed(this.at);
				add(new Command.Probe(this.watches[i].tier(), this.watches[i].timeoutNanos()));
			}
		}
	}

	private void apply(Change change, String trigger, String why) {
		this.number++;
		Transition transition = new Transition(this.number, this.at, change, trigger, why,
				Evidences.of(change, this.watches, this.own, this.self, this.peers, this.at));
		this.cause = transition;
		add(new Command.Apply(transition));
	}

	private void add(Command command) {
		if (this.commands == null) {
			this.commands = new ArrayList<>(4);
		}
		this.commands.add(command);
	}

	private boolean isWatched(int index) {
		return index >= 0 && index < this.watches.length;
	}

	Step end() {
		long graceUntil = this.before.graceUntil();
		long dueAt = (this.at < graceUntil) ? graceUntil : Long.MAX_VALUE;
		for (Watch watch : this.watches) {
			dueAt = Math.min(dueAt, watch.dueAt(this.at));
		}
		EngineState state = new EngineState(this.plan, this.watches, this.number, this.route, this.self, this.own,
				this.peers, this.override, graceUntil, this.started, this.at, dueAt);
		return new Step(state, (this.commands != null) ? List.copyOf(this.commands) : List.of());
	}

}
