package io.tandem.failover.decision;

import io.tandem.failover.decision.SimFault.Spell;
import io.tandem.failover.decision.SimFault.Spells;
import io.tandem.failover.decision.SimWorld.Reply;
import io.tandem.failover.decision.Transition.Change;
import io.tandem.failover.detection.Observation;
import io.tandem.failover.detection.Observation.Result;
import io.tandem.failover.detection.Observation.Source;
import io.tandem.failover.detection.Tier;
import io.tandem.failover.detection.TierState;
import io.tandem.failover.detection.Watch;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The runner of one machine: probes, ticks, tells the peer, is stalled, dies and comes
 * back.
 */
final class SimDecider {

	private static final long MS = SimWorld.MS;

	final SimWorld world;

	final int machine;

	final List<Tier> plan;

	final Spells stalls = new Spells();

	final Spells deaths = new Spells();

	final Spells jumps = new Spells();

	final Spells overrides = new Spells();

	private final Engine engine;

	private final SplittableRandom random;

	final SimSpool spool;

	EngineState state;

	/**
	 * Counts the process' lives, so that what one of them began is not told to the next.
	 */
	int life;

	long begunAt;

	private long number;

	private Observation.Pin override;

	private long tickAt = Long.MAX_VALUE;

	SimDecider(SimWorld world, int machine, EngineSettings settings) {
		this.world = world;
		this.machine = machine;
		this.random = world.random.split();
		this.engine = new Engine(settings);
		this.plan = List.of(hub(machine), hub(1 - machine), new Tier(Tier.Kind.PUSHGATEWAY, "m" + machine),
				new Tier(Tier.Kind.SPOOL, "m" + machine));
		this.spool = new SimSpool(this, this.random);
	}

	private Tier hub(int on) {
		return new Tier((on == this.machine) ? Tier.Kind.LOCAL_HUB : Tier.Kind.PEER_HUB, "m" + on);
	}

	/** Returns the machine that a tier is on, which is also its hub's number. */
	static int machineOf(Tier tier) {
		return tier.machine().charAt(1) - '0';
	}

	boolean isAlive() {
		return this.deaths.at(this.world.now) == null;
	}

	void start() {
		for (Spell stall : this.stalls.list) {
			later(stall.until(), () -> tell(
					new Observation.Stall(stall.from() - 15 * MS, this.world.now, Observation.Cause.SCHEDULER)));
		}
		for (Spell jump : this.jumps.list) {
			later(jump.from(), () -> tell(new Observation.ClockJump(this.world.now, 3_600_000)));
		}
		for (Spell spell : this.overrides.list) {
			Tier pin = this.random.nextBoolean() ? null : this.plan.get(this.random.nextInt(4));
			Observation.Pin chosen = new Observation.Pin(pin, "test", Instant.EPOCH, Instant.EPOCH);
			later(spell.from(), () -> tell(new Observation.Overridden(this.world.now, chosen)));
			this.world.at(spell.until(), () -> {
				this.override = null;
				if (isAlive()) {
					tell(new Observation.Overridden(this.world.now, null));
				}
			});
		}
		for (Spell death : this.deaths.list) {
			this.world.at(death.from(), () -> this.life++);
			this.world.at(death.until(), this::begin);
		}
		begin();
	}

	private void begin() {
		this.life++;
		this.begunAt = this.world.now;
		this.tickAt = Long.MAX_VALUE;
		this.state = this.engine.begin(this.plan, this.number, this.override, this.world.now);
		this.spool.reopen();
		tell(new Observation.Tick(this.world.now));
		tellPeer();
		this.spool.pumpForEver();
	}

	/** Does it at that moment, or when the process runs again; never in another life. */
	void later(long moment, Runnable what) {
		int begunIn = this.life;
		this.world.at(moment, () -> {
			if (begunIn != 0 && begunIn != this.life || !isAlive()) {
				return;
			}
			Spell stall = this.stalls.at(this.world.now);
			if (stall != null) {
				later(stall.until(), what);
				return;
			}
			what.run();
		});
	}

	void tell(Observation observation) {
		Step step = this.engine.step(this.state, observation);
		Route before = this.state.route();
		this.state = step.state();
		for (Command command : step.commands()) {
			switch (command) {
				case Command.Probe probe -> probe(probe);
				case Command.Apply(Transition transition) -> apply(transition, before);
			}
		}
		long due = this.state.dueAt();
		if (due < this.tickAt) {
			long tick = Math.max(due, this.world.now + 1);
			long grid = Math.floorDiv(tick + 20 * MS - 1, 20 * MS) * 20 * MS;
			this.tickAt = grid;
			later(grid, () -> {
				if (this.tickAt <= this.world.now) {
					this.tickAt = Long.MAX_VALUE;
				}
				tell(new Observation.Tick(this.world.now));
			});
		}
	}

	private void apply(Transition transition, Route before) {
		this.world.check.numbered(this, this.number, transition);
		this.number = transition.number();
		switch (transition.change()) {
			case Change.OfOverride change -> this.override = change.to();
			case Change.OfRoute change -> {
				this.world.figures.switched(this, change, before, transition);
				this.spool.routed(change.to());
			}
			case Change.OfTier change -> this.world.figures.moves++;
		}
	}

	private void probe(Command.Probe probe) {
		send(probe.tier(), Source.PROBE, probe.timeoutNanos(), 3 * MS, (result) -> {
		});
	}

	/** Sends a request and tells how it ends, and that it is late if it is. */
	Try send(Tier tier, Source source, long timeout, long meanService, java.util.function.Consumer<Result> then) {
		SimServer server = server(tier);
		Reply reply = this.world.request(this.machine, server, machineOf(tier), this.world.now,
				meanService / 2 + this.random.nextLong(meanService), this.random);
		Try one = new Try(this.world.now, reply);
		long deadline = this.world.now + timeout;
		long end = Math.min(reply.at(), deadline);
		long doubtAt = this.world.now + this.state.doubtAfterNanos(tier);
		if (end > doubtAt) {
			later(doubtAt, () -> {
				if (!one.over) {
					tell(new Observation.Overdue(tier, source, one.startedAt, this.world.now));
				}
			});
		}
		later(end, () -> {
			if (one.over) {
				return;
			}
			one.over = true;
			boolean arrived = reply.at() <= this.world.now;
			boolean late = deadline <= this.world.now;
			// after a stall the timer and the answer wait side by side, and either may
			// win
			boolean inTime = arrived && (!late || reply.at() != end || this.random.nextBoolean());
			Result result = !inTime ? new Result.Failure(Result.Failure.Kind.TIMEOUT, "")
					: (reply.failure() != null) ? new Result.Failure(reply.failure(), "") : new Result.Success();
			then.accept(result);
			tell(new Observation.Outcome(tier, source, one.startedAt, this.world.now, result));
		});
		return one;
	}

	SimServer server(Tier tier) {
		return tier.isHub() ? this.world.hubs[machineOf(tier)] : this.world.gateways[machineOf(tier)];
	}

	private void tellPeer() {
		SimDecider peer = this.world.deciders[1 - this.machine];
		for (int i = 0; i < 2; i++) {
			Watch watch = this.state.watches()[i];
			TierState held = watch.state();
			long age = watch.sinceSuccessNanos(this.world.now);
			int on = machineOf(watch.tier());
			long arrival = this.world.way(this.machine, peer.machine, true).arrival(this.world.now, this.random);
			if (arrival != SimServer.NEVER && peer.state != null) {
				peer.later(arrival, () -> peer.tell(new Observation.PeerView("m" + this.machine, Observation.Via.HTTP,
						peer.hub(on), held, age, this.world.now)));
			}
		}
		later(this.world.now + 500 * MS, this::tellPeer);
	}

	/** A request under way. */
	static final class Try {

		final long startedAt;

		final Reply reply;

		boolean over;

		Try(long startedAt, Reply reply) {
			this.startedAt = startedAt;
			this.reply = reply;
		}

	}

}
