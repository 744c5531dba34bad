package io.tandem.console.view;

import io.tandem.console.source.FailoverAnswers;
import io.tandem.console.source.FailoverAnswers.PeerVerdict;
import io.tandem.console.source.FailoverAnswers.State;
import io.tandem.console.source.HealthAnswers;
import io.tandem.console.source.Seen;
import io.tandem.console.source.Service;
import io.tandem.console.source.ServiceHealth;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A machine on the overview.
 *
 * @param isSelf whether the console runs on it
 * @param notes why something here is not of now
 * @param route where its records go; null if nobody knows
 * @param routeSince since when
 * @param routeWhy why there
 * @param tiers in the order in which they are tried
 * @param waiting records that are durable and not delivered; null if unknown
 * @param services how each fares
 * @param agents counts by status, the worst first
 * @param peers what it holds of the others
 */
public record MachineCard(String name, boolean isSelf, List<String> notes, Level level, @Nullable String route,
		@Nullable When routeSince, @Nullable String routeWhy, List<TierLine> tiers, @Nullable String waiting,
		List<ServiceLine> services, List<AgentCount> agents, List<PeerLine> peers) {

	/** Of agents, the worst first. */
	static final List<String> STATUSES = List.of("DOWN", "SILENT", "DEGRADED", "UNREACHABLE", "UNKNOWN", "EXPECTED",
			"UP");

	static MachineCard of(MachineSources machine, OverviewPage.Input input, HealthAnswers.@Nullable Machine health,
			Times times) {
		List<String> notes = new ArrayList<>();
		if (health != null && health.note() != null) {
			notes.add(health.note());
		}
		else if (!input.fleet().isFresh()) {
			Panel fleet = Panel.of(input.self() + "'s health-sync-service", input.fleet(), times);
			notes.add(String.valueOf(fleet.note()));
		}
		State state = machine.failover().value();
		if (!machine.failover().isFresh()) {
			notes.add(
					String.valueOf(Panel.of(machine.name() + "'s failover-service", machine.failover(), times).note()));
		}
		List<ServiceLine> services = new ArrayList<>();
		machine.services().forEach((service, seen) -> services.add(ServiceLine.of(service, seen)));
		List<AgentCount> agents = (health != null) ? counts(health) : List.of();
		List<TierLine> tiers = (state == null) ? List.of() : tiers(state, times);
		Told told = (state == null) ? told(machine.name(), input, times) : null;
		List<PeerLine> peers = (machine.partition().value() == null) ? List.of()
				: machine.partition().value().peers().stream().map((peer) -> PeerLine.of(peer, times)).toList();
		if (told != null) {
			notes.add(told.note());
		}
		Level level = services.stream().map(ServiceLine::level).reduce(Level.GOOD, Level::worse);
		if (state != null && !state.route().tier().startsWith("local-hub/")) {
			level = level.worse(Level.WATCH);
		}
		return new MachineCard(machine.name(), machine.name().equals(input.self()), notes, level,
				(state != null) ? state.route().tier() : (told != null) ? told.route() : null,
				(state != null) ? times.at(state.route().since()) : null, (state != null) ? state.route().why() : null,
				tiers, (state != null) ? "%,d".formatted(state.backlogRecords()) : null, services, agents, peers);
	}

	private static List<AgentCount> counts(HealthAnswers.Machine health) {
		List<AgentCount> counts = new ArrayList<>();
		for (String status : STATUSES) {
			int count = health.counts().getOrDefault(status, 0);
			if (count > 0) {
				counts.add(new AgentCount(Level.ofAgent(status), status.toLowerCase(Locale.ROOT), count));
			}
		}
		return counts;
	}

	private static List<TierLine> tiers(State state, Times times) {
		List<TierLine> lines = new ArrayList<>();
		for (FailoverAnswers.Tier tier : state.tiers()) {
			Double roundTrip = tier.roundTripMillis();
			lines.add(new TierLine(Level.ofTier(tier.state()), tier.tier(), tier.state(), tier.active(),
					(roundTrip != null) ? "%.0f ms".formatted(roundTrip) : null, times.at(tier.since())));
		}
		boolean isSpool = state.route().tier().startsWith("spool/");
		if (lines.stream().noneMatch((line) -> line.tier().startsWith("spool/"))) {
			lines.add(new TierLine(Level.GOOD, "spool/" + state.machine(), "always there", isSpool, null, null));
		}
		return lines;
	}

	/** Returns what another machine's failover-service was told last; null if nothing. */
	private static @Nullable Told told(String name, OverviewPage.Input input, Times times) {
		for (MachineSources other : input.machines()) {
			State state = other.failover().value();
			if (other.name().equals(name) || state == null) {
				continue;
			}
			for (FailoverAnswers.Peer peer : state.peers()) {
				FailoverAnswers.Word word = peer.newest();
				if (peer.machine().equals(name) && word != null) {
					Instant at = state.at().minusMillis(word.ageMillis());
					return new Told(word.route(), "showing " + name + "'s route as it told " + other.name() + " at "
							+ times.at(at).text() + " UTC, " + times.at(at).ago());
				}
			}
		}
		return null;
	}

	/** A route as another machine heard of it. */
	private record Told(String route, String note) {
	}

	/**
	 * A tier.
	 *
	 * @param isActive whether records go there
	 * @param roundTrip usual; null while unknown
	 */
	public record TierLine(Level level, String tier, String state, boolean isActive, @Nullable String roundTrip,
			@Nullable When since) {
	}

	/**
	 * A service.
	 *
	 * @param detail what is wrong; null for nothing
	 */
	public record ServiceLine(String name, Level level, String state, @Nullable String detail) {

		static ServiceLine of(Service service, Seen<ServiceHealth> seen) {
			ServiceHealth health = seen.value();
			if (!seen.isFresh() || health == null) {
				return new ServiceLine(service.words(), Level.BAD, "silent", seen.problem());
			}
			boolean isUp = "UP".equals(health.status());
			return new ServiceLine(service.words(), isUp ? Level.GOOD : Level.BAD,
					health.status().toLowerCase(Locale.ROOT), isUp ? null : String.join(", ", health.notUp()));
		}

	}

	/** How many agents are so. */
	public record AgentCount(Level level, String status, int count) {
	}

	/** What is held of another machine. */
	public record PeerLine(String peer, Level level, String verdict, String condition, @Nullable When since) {

		static PeerLine of(PeerVerdict peer, Times times) {
			return new PeerLine(peer.peer(), Level.ofVerdict(peer.verdict()),
					"none".equals(peer.verdict()) ? "well" : OverviewPage.words(peer.verdict()), peer.condition(),
					times.when(peer.since()));
		}

	}

}
