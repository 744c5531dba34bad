package io.tandem.console.view;

import io.tandem.console.source.HealthAnswers.Agent;
import io.tandem.console.source.HealthAnswers.Dependencies;
import io.tandem.console.source.HealthAnswers.Edge;
import io.tandem.console.source.HealthAnswers.History;
import io.tandem.console.source.HealthAnswers.Node;
import io.tandem.console.source.HealthAnswers.Report;
import io.tandem.console.source.Seen;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One agent.
 *
 * @param panel whether what is shown is of now
 * @param note why it may be old although it is of now; null else
 * @param facts names and values, in reading order
 * @param needs whom it depends on
 * @param neededBy who depends on it
 * @param impact how many are lost with it; null if unknown
 * @param changes what it reported otherwise than before, the newest first
 * @param charts one for each figure it reports
 */
public record AgentPage(String machine, String agent, Panel panel, @Nullable String note, Level level, String status,
		@Nullable String message, List<Fact> facts, List<Neighbour> needs, List<Neighbour> neededBy,
		@Nullable Integer impact, List<ChangeLine> changes, List<Chart> charts) {

	/**
	 * What the page is made from.
	 *
	 * @param by the machine whose service tells of the agent
	 */
	record Input(String machine, String agent, String by, Seen<Agent> seen, Seen<History> history,
			Seen<Dependencies> dependencies) {
	}

	static AgentPage of(Input input, Instant now) {
		Times times = new Times(now);
		Panel panel = Panel.of("The health-sync-service of " + input.by(), input.seen(), times);
		Agent agent = input.seen().value();
		List<Neighbour> needs = new ArrayList<>();
		List<Neighbour> neededBy = new ArrayList<>();
		Integer impact = neighbours(input, needs, neededBy);
		History history = input.history().value();
		List<Report> reports = (history != null) ? history.reports() : List.of();
		if (agent == null) {
			return new AgentPage(input.machine(), input.agent(), panel, null, Level.UNKNOWN, "unknown", null, List.of(),
					needs, neededBy, impact, changes(reports, times), charts(reports));
		}
		return new AgentPage(input.machine(), input.agent(), panel, agent.note(), Level.ofAgent(agent.status()),
				agent.status().toLowerCase(Locale.ROOT), agent.message(), facts(agent, times), needs, neededBy, impact,
				changes(reports, times), charts(reports));
	}

	private static @Nullable Integer neighbours(Input input, List<Neighbour> needs, List<Neighbour> neededBy) {
		Dependencies dependencies = input.dependencies().value();
		if (dependencies == null) {
			return null;
		}
		Map<String, String> machines = new TreeMap<>();
		dependencies.nodes().forEach((node) -> machines.put(node.agent(), node.machine()));
		for (Edge edge : dependencies.edges()) {
			if (edge.from().equals(input.agent())) {
				needs.add(Neighbour.of(edge.to(), machines, edge.fallback()));
			}
			else if (edge.to().equals(input.agent())) {
				neededBy.add(Neighbour.of(edge.from(), machines, edge.fallback()));
			}
		}
		return dependencies.nodes()
			.stream()
			.filter((node) -> node.agent().equals(input.agent()))
			.map(Node::impact)
			.findFirst()
			.orElse(null);
	}

	private static List<Fact> facts(Agent agent, Times times) {
		List<Fact> facts = new ArrayList<>();
		if (agent.receivedAt() != null) {
			When received = times.at(agent.receivedAt());
			facts.add(new Fact("Last report", received.text() + " UTC, " + received.ago()));
		}
		if (agent.silentSince() != null) {
			facts.add(new Fact("Silent since",
					times.at(agent.silentSince()).text() + " UTC, " + agent.missedPeriods() + " reports missed"));
		}
		if ("UNREACHABLE".equals(agent.status()) && agent.lastKnown() != null) {
			facts.add(new Fact("Was", agent.lastKnown().toLowerCase(Locale.ROOT)));
		}
		facts.add(new Fact("Reports every", Times.lasted(Duration.ofMillis(agent.reportIntervalMillis()))));
		facts.add(new Fact("Received", "%,d".formatted(agent.received())
				+ ((agent.missing() > 0) ? ", %,d missing".formatted(agent.missing()) : ", none missing")));
		if (agent.duplicates() + agent.late() > 0) {
			facts.add(new Fact("Twice, late", "%,d, %,d".formatted(agent.duplicates(), agent.late())));
		}
		if (agent.clockSkewMillis() != null) {
			facts.add(new Fact("Its clock is behind by", agent.clockSkewMillis() + " ms"));
		}
		if (agent.relayedBy() != null) {
			facts.add(new Fact("Report kept by", agent.relayedBy()));
		}
		if (agent.epoch() != null) {
			facts.add(new Fact("Life",
					agent.epoch() + ((agent.sequence() != null) ? ", report " + agent.sequence() : "")));
		}
		return facts;
	}

	private static List<ChangeLine> changes(List<Report> reports, Times times) {
		return reports.stream()
			.filter((report) -> !"trail".equals(report.kind()))
			.limit(50)
			.map((report) -> new ChangeLine(times.at(report.receivedAt()), Level.ofAgent(report.status()),
					report.status().toLowerCase(Locale.ROOT), report.kind(), report.message()))
			.toList();
	}

	private static List<Chart> charts(List<Report> reports) {
		TreeMap<String, Chart.Points> figures = new TreeMap<>();
		for (Report report : reports.reversed()) {
			report.metrics()
				.forEach((name, value) -> figures.computeIfAbsent(name, (key) -> new Chart.Points())
					.add(report.receivedAt(), value));
		}
		return figures.entrySet()
			.stream()
			.filter((figure) -> figure.getValue().size() > 1)
			.limit(8)
			.map((figure) -> figure.getValue().chart(figure.getKey()))
			.toList();
	}

	/** A name and its value. */
	public record Fact(String name, String value) {
	}

	/**
	 * Another agent.
	 *
	 * @param href its page; null if its machine is not known
	 * @param fallback what is done without it; null if nothing can be
	 */
	public record Neighbour(String agent, @Nullable String href, @Nullable String fallback) {

		static Neighbour of(String agent, Map<String, String> machines, String fallback) {
			String machine = machines.get(agent);
			return new Neighbour(agent, (machine != null) ? "/console/agents/" + machine + "/" + agent : null,
					"none".equals(fallback) ? null : fallback);
		}

	}

	/** A report that said something else than the one before. */
	public record ChangeLine(When at, Level level, String status, String kind, @Nullable String message) {
	}

}
