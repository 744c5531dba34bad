package io.tandem.healthsync.incident;

import io.tandem.fleet.DependencyGraph.Edge;
import io.tandem.fleet.Fallback;
import io.tandem.fleet.Fleet;
import io.tandem.fleet.FleetAgent;
import io.tandem.healthsync.correlation.Topology;
import io.tandem.wire.health.HealthStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * What really goes on: who fails, and whom that takes along, later and not always. Knows
 * nothing of how it is judged. Times in milliseconds of true time.
 */
final class SimWorld {

	static final long END = 25 * 60_000;

	final Fleet fleet;

	final SplittableRandom random;

	final List<SimCause> causes = new ArrayList<>();

	final Map<String, List<Span>> spans = new HashMap<>();

	long cutFrom = Long.MAX_VALUE;

	long cutTo = Long.MAX_VALUE;

	final List<long[]> shortCuts = new ArrayList<>();

	/** How likely an agent falls with what it cannot do without. */
	double falls = 0.9;

	double lost = 0.003;

	long latest = 300;

	long awayFrom = Long.MAX_VALUE;

	long awayTo = Long.MAX_VALUE;

	@Nullable String silentMachine;

	long silentFrom;

	boolean isMachineGone;

	@Nullable String downHub;

	SimWorld(Fleet fleet, SplittableRandom random) {
		this.fleet = fleet;
		this.random = random;
	}

	/** How a root behaves. */
	enum Mode {

		DOWN, WORN, SILENT, LATE, GRAY

	}

	/** How a node is for some time; without a status it says nothing. */
	record Span(long from, long to, @Nullable HealthStatus status, boolean isSeen) {
	}

	private record Fall(String node, long at, long until, boolean isWorn) {
	}

	SimCause fail(String root, Mode mode, long at, long until) {
		SimCause cause = new SimCause(root, at, until);
		long seenFrom = (mode == Mode.LATE) ? at + between(15_000, 60_000) : at;
		HealthStatus status = switch (mode) {
			case DOWN, LATE -> HealthStatus.DOWN;
			case WORN -> HealthStatus.DEGRADED;
			case SILENT -> null;
			case GRAY -> HealthStatus.UP;
		};
		span(root, new Span(seenFrom, until, status, mode != Mode.GRAY));
		spread(cause, List.of(new Fall(root, at, until, mode == Mode.WORN)));
		return cause;
	}

	/** The link is cut: who needs the other side goes on without it, well or badly. */
	SimCause cut(long from, long to) {
		this.cutFrom = from;
		this.cutTo = to;
		SimCause cause = new SimCause(Topology.link("mainpc", "pc2"), from, to);
		List<Fall> falls = new ArrayList<>();
		for (Edge edge : this.fleet.dependencies().edges()) {
			if (edge.isBetweenMachines() && !cause.victims.contains(edge.from())) {
				Fall fall = fall(edge, new Fall(edge.to(), from, to, false));
				if (fall != null) {
					cause.victims.add(edge.from());
					falls.add(fall);
				}
			}
		}
		spread(cause, falls);
		return cause;
	}

	private void spread(SimCause cause, List<Fall> first) {
		PriorityQueue<Fall> open = new PriorityQueue<>(Comparator.comparingLong(Fall::at));
		open.addAll(first);
		for (Fall next = open.poll(); next != null; next = open.poll()) {
			for (Edge edge : this.fleet.dependencies().edgesTo(next.node())) {
				boolean isParted = edge.isBetweenMachines() && next.at() >= this.cutFrom && next.at() < this.cutTo;
				if (isParted || cause.victims.contains(edge.from())) {
					continue;
				}
				Fall fall = fall(edge, next);
				if (fall != null) {
					cause.victims.add(edge.from());
					open.add(fall);
				}
			}
		}
	}

	private @Nullable Fall fall(Edge edge, Fall by) {
		long at = by.at() + 200 + (long) Math.min(40_000, exponential(6_000));
		boolean isHard = switch (edge.fallback()) {
			case Fallback.None none -> true;
			case Fallback.Self self -> false;
			case Fallback.Agent(String name) -> isDown(name, at);
		};
		if (at >= by.until()) {
			return null;
		}
		double draw = this.random.nextDouble();
		boolean isWorn;
		if (isHard && !by.isWorn()) {
			if (draw >= this.falls) {
				return null;
			}
			isWorn = this.random.nextInt(4) == 0;
		}
		else if (isHard) {
			if (draw >= 0.5) {
				return null;
			}
			isWorn = this.random.nextInt(5) > 0;
		}
		else {
			if (draw >= (by.isWorn() ? 0.1 : 0.35)) {
				return null;
			}
			// a fallback that does not do what the fleet file says
			isWorn = this.random.nextInt(100) > 0;
		}
		long until = by.until() + 200 + (long) Math.min(15_000, exponential(4_000));
		boolean isSilent = !isWorn && this.random.nextInt(33) == 0;
		span(edge.from(),
				new Span(at, until, isSilent ? null : isWorn ? HealthStatus.DEGRADED : HealthStatus.DOWN, true));
		return new Fall(edge.from(), at, until, isWorn);
	}

	void span(String node, Span span) {
		this.spans.computeIfAbsent(node, (name) -> new ArrayList<>()).add(span);
	}

	private boolean isDown(String node, long at) {
		return this.spans.getOrDefault(node, List.of())
			.stream()
			.anyMatch((span) -> span.from() <= at && at < span.to() && span.status() != HealthStatus.DEGRADED);
	}

	/** Returns what the agent says at a time; null if nothing. */
	@Nullable HealthStatus says(String node, long at) {
		HealthStatus worst = HealthStatus.UP;
		for (Span span : this.spans.getOrDefault(node, List.of())) {
			if (span.isSeen() && span.from() <= at && at < span.to()) {
				if (span.status() == null) {
					return null;
				}
				worst = (span.status() == HealthStatus.DOWN || worst == HealthStatus.UP) ? span.status() : worst;
			}
		}
		return worst;
	}

	/** A short failure that is none of the causes. */
	void blip(FleetAgent agent, long at, boolean isWorn) {
		long lasts = 500
				+ (long) (isWorn ? Math.min(40_000, exponential(10_000)) : Math.min(20_000, exponential(8_000)));
		fail(agent.name(), isWorn ? Mode.WORN : Mode.DOWN, at, at + lasts);
	}

	FleetAgent any(List<FleetAgent> agents) {
		return agents.get(this.random.nextInt(agents.size()));
	}

	long between(long from, long to) {
		return this.random.nextLong(from, to);
	}

	double exponential(double mean) {
		return -mean * Math.log(1 - this.random.nextDouble());
	}

}
