package io.tandem.console.source;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a health-sync-service answers, as far as pages show it. */
public final class HealthAnswers {

	private HealthAnswers() {
	}

	/**
	 * All machines.
	 *
	 * @param machines by name
	 */
	public record Fleet(Instant asOf, String machine, Map<String, Machine> machines) {
	}

	/**
	 * A machine and its agents.
	 *
	 * @param asOf when it was last known to be so; null if nothing is known
	 * @param note says so for a person, while what is shown may be old; null else
	 */
	public record Machine(@Nullable Instant asOf, @Nullable String note, String source, String link, long streamLag,
			Map<String, Integer> counts, List<Agent> agents) {
	}

	/** An agent. */
	public record Agent(@Nullable Instant asOf, @Nullable String note, String agent, String status,
			@Nullable String lastKnown, boolean expected, long reportIntervalMillis, long missedPeriods,
			@Nullable Instant silentSince, @Nullable Instant timestamp, @Nullable Instant receivedAt,
			@Nullable Long ageMillis, @Nullable Long clockSkewMillis, @Nullable String epoch, @Nullable Long sequence,
			Map<String, Double> metrics, @Nullable String message, long received, long missing, long duplicates,
			long late, @Nullable String relayedBy) {
	}

	/** An agent's reports, the newest first. */
	public record History(List<Report> reports) {
	}

	/** A report that is kept. */
	public record Report(Instant receivedAt, String kind, String status, @Nullable String previous,
			Map<String, Double> metrics, @Nullable String message) {
	}

	/** Incidents, the newest first. */
	public record Incidents(List<Incident> incidents) {
	}

	/** An incident. */
	public record Incident(@Nullable Instant asOf, @Nullable String note, String id, String root, String kind,
			String machine, String severity, String phase, Instant openedAt, @Nullable Instant closedAt,
			List<String> members, List<String> failing, double confidence, List<Suspect> alternatives, int reopened,
			boolean told, @Nullable String pagedAs, @Nullable Answer acknowledged, @Nullable Answer silenced,
			List<Entry> timeline) {

		/** Tells whether it is not over. */
		public boolean isOpen() {
			return !"CLOSED".equals(this.phase);
		}

	}

	/** A node that may be the root instead. */
	public record Suspect(String node, double likelihood) {
	}

	/**
	 * What somebody said of an incident.
	 *
	 * @param until of a silence only
	 */
	public record Answer(String by, String reason, @Nullable Instant until, Instant at, String on) {
	}

	/** Something that happened. */
	public record Entry(Instant at, String what) {
	}

	/** Who needs whom. */
	public record Dependencies(@Nullable FleetFile file, List<Node> nodes, List<Edge> edges) {
	}

	/** The fleet file. */
	public record FleetFile(@Nullable String path, @Nullable Instant loadedAt, boolean stale) {
	}

	/**
	 * An agent in the graph.
	 *
	 * @param impact how many are lost with it
	 */
	public record Node(String agent, String machine, String criticality, @Nullable String batch, int dependents,
			int impact) {
	}

	/** That {@code from} needs {@code to}. */
	public record Edge(String from, String to, String fallback, boolean betweenMachines) {
	}

}
