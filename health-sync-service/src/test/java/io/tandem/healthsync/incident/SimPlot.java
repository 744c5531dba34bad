package io.tandem.healthsync.incident;

import io.tandem.fleet.DependencyGraph;
import io.tandem.fleet.Fleet;
import io.tandem.fleet.FleetAgent;
import io.tandem.healthsync.correlation.Topology;
import io.tandem.healthsync.incident.SimWorld.Mode;
import io.tandem.wire.health.HealthStatus;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/** Makes a world of each kind. */
final class SimPlot {

	private static final long BEGIN = 6 * 60_000;

	private final SimWorld world;

	private final DependencyGraph graph;

	private SimPlot(SimWorld world) {
		this.world = world;
		this.graph = world.fleet.dependencies();
	}

	static SimWorld of(SimKind kind, Fleet fleet, SplittableRandom random) {
		SimWorld world = new SimWorld(fleet, random);
		new SimPlot(world).play(kind);
		if (kind.isIncident) {
			// a fleet is never all quiet
			int blips = random.nextInt(4);
			for (int i = 0; i < blips; i++) {
				world.blip(world.any(fleet.agents()), world.between(3 * 60_000, SimWorld.END - 3 * 60_000),
						random.nextBoolean());
			}
		}
		return world;
	}

	private void play(SimKind kind) {
		long at = BEGIN + this.world.between(0, 60_000);
		long lasts = this.world.between(240_000, 480_000);
		long until = at + lasts;
		switch (kind) {
			case QUIET -> this.world.lost = 0.01;
			case BLIPS -> blips();
			case LATE_REPORTS -> {
				this.world.lost = 0.02;
				this.world.latest = 30_000;
			}
			case LINK_BLIPS -> linkBlips();
			case RESTARTS -> restarts(at);
			case LEAF -> cause(root(0, 0), anyMode(), at, until);
			case CASCADE -> cause(root(2, 99), Mode.DOWN, at, until);
			case WORN -> cause(root(2, 99), Mode.WORN, at, until);
			case SILENT_ROOT -> cause(root(1, 99), Mode.SILENT, at, until);
			case LATE_ROOT -> cause(root(1, 99), Mode.LATE, at, until);
			case DENIERS -> {
				this.world.falls = 0.2 + 0.4 * this.world.random.nextDouble();
				cause(root(3, 99), anyMode(), at, until);
			}
			case COINCIDENCE -> coincidence(at, until);
			case CROSS_MACHINE -> cause(root(this::isAcross), anyMode(), at, until);
			case GRAY_ROOT -> cause(root(3, 99), Mode.GRAY, at, until);
			case FLAPPING -> flapping(at);
			case MACHINE_SILENT -> silent(at, false);
			case MACHINE_GONE -> silent(at, true);
			case HUB -> {
				this.world.downHub = this.world.random.nextBoolean() ? "mainpc" : "pc2";
				SimCause cause = new SimCause(Topology.hub(this.world.downHub), at, until);
				this.world.causes.add(cause);
			}
			case PARTITION -> this.world.causes.add(this.world.cut(at, at + 180_000));
			case FAULT_IN_CUT -> {
				SimCause cut = this.world.cut(at, at + 240_000);
				this.world.causes.add(cut);
				long then = at + this.world.between(20_000, 150_000);
				// who is down already does not fail once more
				cause(root((agent) -> impact(agent) >= 1 && !cut.victims.contains(agent.name())),
						this.world.random.nextInt(3) == 0 ? Mode.LATE : Mode.DOWN, then, then + lasts);
			}
			case CUT_IN_CASCADE -> {
				long cut = at + this.world.between(5_000, 90_000);
				this.world.cutFrom = cut;
				this.world.cutTo = cut + 180_000;
				cause(root((agent) -> agent.machine().equals("pc2") && impact(agent) >= 2), Mode.DOWN, at, until);
				this.world.causes.add(this.world.cut(cut, cut + 180_000));
			}
			case SERVICE_AWAY -> {
				this.world.awayFrom = at;
				this.world.awayTo = at + this.world.between(60_000, 300_000);
				long then = at + this.world.between(-120_000, 120_000);
				cause(root(1, 99), Mode.DOWN, then, then + lasts);
			}
		}
	}

	private void blips() {
		int count = this.world.random.nextInt(2, 7);
		for (int i = 0; i < count; i++) {
			this.world.blip(this.world.any(this.world.fleet.agents()),
					this.world.between(3 * 60_000, SimWorld.END - 3 * 60_000), this.world.random.nextBoolean());
		}
	}

	private void linkBlips() {
		int count = this.world.random.nextInt(1, 4);
		for (int i = 0; i < count; i++) {
			long from = this.world.between(4 * 60_000 + i * 240_000L, 7 * 60_000 + i * 240_000L);
			this.world.shortCuts.add(new long[] { from, from + this.world.between(1_000, 11_000) });
		}
	}

	private void restarts(long at) {
		long next = at;
		int count = this.world.random.nextInt(5, 11);
		for (int i = 0; i < count; i++) {
			long lasts = this.world.between(3_000, 18_000);
			this.world.fail(this.world.any(this.world.fleet.agents()).name(), Mode.DOWN, next, next + lasts);
			next += lasts + this.world.between(5_000, 60_000);
		}
	}

	private void coincidence(long at, long until) {
		FleetAgent one = root(1, 99);
		Set<String> family = this.graph.impactOf(one.name());
		FleetAgent other = root((agent) -> !agent.name().equals(one.name()) && !family.contains(agent.name())
				&& !this.graph.impactOf(agent.name()).contains(one.name()) && impact(agent) >= 1);
		cause(one, anyMode(), at, until);
		cause(other, anyMode(), at + this.world.between(0, 60_000), until + this.world.between(0, 60_000));
	}

	private void flapping(long at) {
		FleetAgent agent = root(0, 99);
		SimCause cause = new SimCause(agent.name(), at, at + 480_000);
		int count = this.world.random.nextInt(8, 14);
		long next = at;
		for (int i = 0; i < count; i++) {
			long lasts = this.world.between(3_000, 20_000);
			SimCause one = this.world.fail(agent.name(), Mode.DOWN, next, next + lasts);
			cause.victims.addAll(one.victims);
			next += lasts + this.world.between(3_000, 40_000);
		}
		this.world.causes.add(cause);
	}

	private void silent(long at, boolean isGone) {
		String machine = (isGone || this.world.random.nextBoolean()) ? "pc2" : "mainpc";
		SimCause cause = new SimCause(Topology.machine(machine), at, SimWorld.END);
		cause.alike.add(Topology.broker(machine));
		if (isGone) {
			cause.alike.add(Topology.link("mainpc", "pc2"));
			SimCause cut = this.world.cut(at, SimWorld.END * 2);
			cause.victims.addAll(cut.victims);
		}
		this.world.silentMachine = machine;
		this.world.silentFrom = at;
		this.world.isMachineGone = isGone;
		this.world.fleet.agentsOf(machine).forEach((agent) -> {
			cause.victims.add(agent.name());
			this.world.span(agent.name(), new SimWorld.Span(at, SimWorld.END * 2, (HealthStatus) null, true));
		});
		this.world.causes.add(cause);
	}

	private void cause(FleetAgent root, Mode mode, long at, long until) {
		this.world.causes.add(this.world.fail(root.name(), mode, at, until));
	}

	private Mode anyMode() {
		return List.of(Mode.DOWN, Mode.DOWN, Mode.WORN, Mode.SILENT, Mode.LATE).get(this.world.random.nextInt(5));
	}

	private FleetAgent root(int least, int most) {
		return root((agent) -> impact(agent) >= least && impact(agent) <= most);
	}

	/** Any agent of which that is true; any at all if there is none. */
	private FleetAgent root(Predicate<FleetAgent> is) {
		List<FleetAgent> agents = this.world.fleet.agents().stream().filter(is).toList();
		return this.world.any(agents.isEmpty() ? this.world.fleet.agents() : agents);
	}

	private int impact(FleetAgent agent) {
		return this.graph.impactOf(agent.name()).size();
	}

	private boolean isAcross(FleetAgent agent) {
		return impact(agent) >= 1
				&& this.graph.edgesTo(agent.name()).stream().anyMatch(DependencyGraph.Edge::isBetweenMachines);
	}

}
