package io.tandem.console.view;

import io.tandem.console.source.HealthAnswers.Dependencies;
import io.tandem.console.source.HealthAnswers.Incident;
import io.tandem.console.source.HealthAnswers.Node;
import io.tandem.console.source.Seen;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One incident.
 *
 * @param id its identity
 * @param line the same as in the list; null if nothing is known of it
 * @param note why what is shown may be old; null else
 * @param cause how sure the root is, and what else it may be
 * @param told whether people were called; null if nothing is known
 * @param graph who needs whom in it
 * @param timeline what happened, the oldest first
 */
public record IncidentPage(String id, Panel panel, IncidentsPage.@Nullable IncidentLine line, @Nullable String note,
		@Nullable String cause, @Nullable String told, Graph graph, List<Member> members, List<EntryLine> timeline) {

	static IncidentPage of(String id, String by, Seen<Incident> seen, Seen<Dependencies> dependencies, Instant now) {
		Times times = new Times(now);
		Panel panel = Panel.of("The health-sync-service of " + by, seen, times);
		Incident incident = seen.value();
		if (incident == null) {
			return new IncidentPage(id, panel, null, null, null, null, Graph.EMPTY, List.of(), List.of());
		}
		Dependencies known = dependencies.value();
		Map<String, String> machines = new TreeMap<>();
		if (known != null) {
			for (Node node : known.nodes()) {
				machines.put(node.agent(), node.machine());
			}
		}
		return new IncidentPage(id, panel, IncidentsPage.IncidentLine.of(incident, times), incident.note(),
				cause(incident), told(incident),
				Graph.of(incident, (known != null) ? known.edges() : List.of(), machines),
				incident.members().stream().map((member) -> Member.of(member, incident, machines)).toList(),
				incident.timeline()
					.stream()
					.map((entry) -> new EntryLine(times.at(entry.at()), entry.what()))
					.toList());
	}

	private static String cause(Incident incident) {
		StringBuilder words = new StringBuilder(
				"%s, with a confidence of %.0f %%".formatted(incident.root(), 100 * incident.confidence()));
		incident.alternatives()
			.forEach((suspect) -> words
				.append("; else %s (%.0f %%)".formatted(suspect.node(), 100 * suspect.likelihood())));
		return words.toString();
	}

	private static String told(Incident incident) {
		if (!incident.told()) {
			return "nobody was called for it";
		}
		String as = incident.pagedAs();
		return "people were called" + ((as != null && !as.equals(incident.root())) ? ", as " + as : "")
				+ ((incident.reopened() > 0) ? "; it came back " + incident.reopened() + " times" : "");
	}

	/** Who is in it. */
	public record Member(String name, Level level, boolean isFailing, @Nullable String href) {

		static Member of(String name, Incident incident, Map<String, String> machines) {
			boolean isFailing = incident.failing().contains(name);
			String machine = machines.get(name);
			return new Member(name, isFailing ? Level.BAD : Level.GOOD, isFailing,
					(machine != null) ? "/console/agents/" + machine + "/" + name : null);
		}

	}

	/** Something that happened. */
	public record EntryLine(When at, String what) {
	}

}
