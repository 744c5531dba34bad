package io.tandem.fleet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says which dependencies of a fleet file cannot hold. Works on a file with other faults,
 * too, so that all are named at once. Confined to one reading.
 */
final class DependencyCheck {

	/** Who ties everything to everything need not read of every loop that this makes. */
	private static final int MOST_CYCLES = 20;

	private final FaultList faults;

	private final Map<String, @Nullable String> machines;

	private final Map<Arrow, Integer> lines = new HashMap<>();

	private final Map<String, Set<String>> arrows = new LinkedHashMap<>();

	private final Set<Arrow> fallbacks = new HashSet<>();

	private DependencyCheck(FaultList faults, Map<String, @Nullable String> machines) {
		this.faults = faults;
		this.machines = machines;
	}

	/**
	 * Notes every fault.
	 * @param machines the machines of all agents there are; null for an agent whose
	 * machine is not known
	 */
	static void check(List<Declared> declared, Map<String, @Nullable String> machines, FaultList faults) {
		DependencyCheck check = new DependencyCheck(faults, machines);
		declared.forEach(check::dependency);
		declared.forEach(check::fallback);
		check.cycles();
	}

	private void dependency(Declared one) {
		if (one.from().equals(one.to())) {
			this.faults.add(one.line(), one.from() + " depends on itself");
			return;
		}
		if (!this.machines.containsKey(one.to())) {
			this.faults.add(one.line(),
					one.from() + " depends on an agent that is not in the file: '" + FaultList.shorten(one.to()) + "'");
			return;
		}
		this.lines.putIfAbsent(new Arrow(one.from(), one.to()), one.line());
		this.arrows.computeIfAbsent(one.from(), (name) -> new LinkedHashSet<>()).add(one.to());
		String here = this.machines.get(one.from());
		String there = this.machines.get(one.to());
		if (one.fallback() == null && here != null && there != null && !here.equals(there)) {
			this.faults.add(one.line(),
					one.from() + " on " + here + " depends on " + one.to() + " on " + there
							+ " without a fallback: say what it does while the machines are apart, {agent: " + one.to()
							+ ", fallback: ...} with another agent, self or none");
		}
	}

	private void fallback(Declared one) {
		if (!(one.fallback() instanceof Fallback.Agent(String other))) {
			return;
		}
		String whose = one.from() + "'s fallback for " + FaultList.shorten(one.to());
		if (other.equals(one.from())) {
			this.faults.add(one.line(), whose + " is itself: write fallback: self");
		}
		else if (other.equals(one.to())) {
			this.faults.add(one.line(), whose + " must be another than that");
		}
		else if (!this.machines.containsKey(other)) {
			this.faults.add(one.line(),
					whose + " must be self, none or an agent of the file: '" + FaultList.shorten(other) + "'");
		}
		else if (this.arrows.computeIfAbsent(one.from(), (name) -> new LinkedHashSet<>()).add(other)) {
			Arrow arrow = new Arrow(one.from(), other);
			this.lines.put(arrow, one.line());
			this.fallbacks.add(arrow);
		}
	}

	private void cycles() {
		List<List<String>> cycles = Cycles.in(this.arrows);
		cycles.stream().limit(MOST_CYCLES).forEach(this::cycle);
		if (cycles.size() > MOST_CYCLES) {
			List<String> next = cycles.get(MOST_CYCLES);
			this.faults.add(line(next), "and " + (cycles.size() - MOST_CYCLES) + " more cycles");
		}
	}

	private void cycle(List<String> cycle) {
		List<String> names = new ArrayList<>(cycle);
		names.add(cycle.getFirst());
		StringBuilder text = new StringBuilder("cycle: ").append(String.join(" -> ", names));
		for (int i = 1; i < names.size(); i++) {
			if (this.fallbacks.contains(new Arrow(names.get(i - 1), names.get(i)))) {
				text.append("; ").append(names.get(i - 1)).append(" falls back on ").append(names.get(i));
			}
		}
		this.faults.add(line(cycle), text.toString());
	}

	private int line(List<String> cycle) {
		return this.lines.getOrDefault(new Arrow(cycle.getLast(), cycle.getFirst()), 1);
	}

	private record Arrow(String from, String to) {
	}

}
