package io.tandem.console.view;

import io.tandem.console.source.HealthAnswers;
import io.tandem.console.source.HealthAnswers.Agent;
import io.tandem.console.source.HealthAnswers.Fleet;
import io.tandem.console.source.Seen;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All agents of all machines, a cell each.
 *
 * @param panel whether what is shown is of now
 * @param total how many there are
 * @param counts by status, the worst first
 * @param machines this console's own first
 */
public record AgentsPage(Panel panel, int total, List<MachineCard.AgentCount> counts, List<MachineAgents> machines) {

	private static final Comparator<Cell> WORST_FIRST = Comparator.comparing(Cell::level)
		.thenComparing(Cell::agent, String.CASE_INSENSITIVE_ORDER);

	static AgentsPage of(FleetSource.Answered<Fleet> told, Instant now) {
		Times times = new Times(now);
		Seen<Fleet> seen = told.seen();
		Panel panel = Panel.of("The health-sync-service of " + told.by(), seen, times);
		Fleet fleet = seen.value();
		if (fleet == null) {
			return new AgentsPage(panel, 0, List.of(), List.of());
		}
		List<MachineAgents> machines = new ArrayList<>();
		fleet.machines().forEach((name, machine) -> machines.add(MachineAgents.of(name, machine, times)));
		List<Cell> all = machines.stream().flatMap((machine) -> machine.cells().stream()).toList();
		return new AgentsPage(panel, all.size(), counts(fleet.machines()), machines);
	}

	private static List<MachineCard.AgentCount> counts(Map<String, HealthAnswers.Machine> machines) {
		List<MachineCard.AgentCount> counts = new ArrayList<>();
		for (String status : MachineCard.STATUSES) {
			int sum = machines.values().stream().mapToInt((machine) -> machine.counts().getOrDefault(status, 0)).sum();
			if (sum > 0) {
				counts.add(new MachineCard.AgentCount(Level.ofAgent(status), status.toLowerCase(Locale.ROOT), sum));
			}
		}
		return counts;
	}

	/**
	 * A machine's agents.
	 *
	 * @param note why what is shown may be old; null else
	 * @param cells the worst first, then by name
	 */
	public record MachineAgents(String name, @Nullable String note, List<Cell> cells) {

		static MachineAgents of(String name, HealthAnswers.Machine machine, Times times) {
			return new MachineAgents(name, machine.note(),
					machine.agents().stream().map((agent) -> Cell.of(name, agent, times)).sorted(WORST_FIRST).toList());
		}

	}

	/**
	 * An agent.
	 *
	 * @param status in lower case
	 * @param detail what is known of it, in one line
	 * @param isWorthWords whether the detail is shown in the cell itself
	 */
	public record Cell(Level level, String agent, String status, String detail, boolean isWorthWords, String href) {

		static Cell of(String machine, Agent agent, Times times) {
			Level level = Level.ofAgent(agent.status());
			return new Cell(level, agent.agent(), agent.status().toLowerCase(Locale.ROOT), detail(agent, times),
					level == Level.BAD || level == Level.WATCH, "/console/agents/" + machine + "/" + agent.agent());
		}

		private static String detail(Agent agent, Times times) {
			if (agent.silentSince() != null) {
				return "nothing since " + times.at(agent.silentSince()).text() + ", " + agent.missedPeriods()
						+ " reports missed";
			}
			if (agent.receivedAt() == null) {
				return "has not reported";
			}
			String message = agent.message();
			String report = "reported " + times.at(agent.receivedAt()).ago();
			if ("UNREACHABLE".equals(agent.status()) && agent.lastKnown() != null) {
				report = "was " + agent.lastKnown().toLowerCase(Locale.ROOT) + ", " + report;
			}
			return (message != null && !message.isBlank()) ? message + "; " + report : report;
		}

	}

}
