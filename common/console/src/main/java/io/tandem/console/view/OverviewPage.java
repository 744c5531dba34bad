package io.tandem.console.view;

import io.tandem.console.source.FailoverAnswers;
import io.tandem.console.source.FailoverAnswers.PeerVerdict;
import io.tandem.console.source.FailoverAnswers.State;
import io.tandem.console.source.HealthAnswers;
import io.tandem.console.source.HealthAnswers.Fleet;
import io.tandem.console.source.HealthAnswers.Incident;
import io.tandem.console.source.HealthAnswers.Incidents;
import io.tandem.console.source.LedgerAnswers.Ledger;
import io.tandem.console.source.LedgerAnswers.Origin;
import io.tandem.console.source.LedgerAnswers.Reconciliation;
import io.tandem.console.source.LedgerAnswers.Totals;
import io.tandem.console.source.Seen;
import io.tandem.console.source.Service;
import io.tandem.console.source.ServiceHealth;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * All machines at a glance.
 *
 * @param level that of the worst concern
 * @param headline the same in words
 * @param concerns what is not as it should be, the worst first
 * @param machines this console's own first
 * @param ledger what has arrived
 */
public record OverviewPage(Level level, String headline, List<Concern> concerns, List<MachineCard> machines,
		LedgerCard ledger) {

	/** Beyond this many records a backlog is worth a word. */
	private static final long BACKLOG = 1000;

	/**
	 * What the page is made from.
	 *
	 * @param self whose console it is
	 * @param fleet as this machine's health service has it; so are the incidents
	 * @param centre whose hub has the ledger
	 */
	record Input(String self, List<MachineSources> machines, Seen<Fleet> fleet, Seen<Incidents> incidents,
			String centre, Seen<Ledger> ledger, Seen<Reconciliation> reconciliation) {
	}

	static OverviewPage of(Input input, Instant now) {
		Times times = new Times(now);
		List<Concern> concerns = new ArrayList<>();
		List<MachineCard> cards = new ArrayList<>();
		for (MachineSources machine : input.machines()) {
			concerns(machine, input, times, concerns);
			cards.add(card(machine, input, times));
		}
		incidents(input.incidents(), times, concerns);
		ledger(input, times, concerns);
		concerns.sort(Concern.ORDER);
		Level level = concerns.stream().map(Concern::level).reduce(Level.GOOD, Level::worse);
		return new OverviewPage(level, headline(concerns), concerns, cards,
				LedgerCard.of(input.centre(), input.ledger(), input.reconciliation(), times));
	}

	private static String headline(List<Concern> concerns) {
		return switch (concerns.size()) {
			case 0 -> "All is well";
			case 1 -> "1 thing to look at";
			default -> concerns.size() + " things to look at";
		};
	}

	private static void concerns(MachineSources machine, Input input, Times times, List<Concern> concerns) {
		boolean isSelf = machine.name().equals(input.self());
		List<Service> silent = new ArrayList<>();
		machine.services().forEach((service, seen) -> {
			if (!seen.isFresh()) {
				silent.add(service);
			}
			else {
				notUp(machine.name(), service, seen, concerns);
			}
		});
		if (silent.size() == Service.values().length && !isSelf) {
			Seen<?> any = machine.services().get(Service.FAILOVER);
			concerns.add(concern(Level.BAD, "Nothing on " + machine.name() + " answers",
					(any != null) ? "its failover-service " + any.problem() : null, latest(machine), times,
					"/console/partition"));
		}
		else {
			silent.forEach((service) -> {
				Seen<?> seen = machine.services().get(service);
				concerns.add(concern(Level.BAD,
						"The " + service.words() + " of " + machine.name() + " "
								+ ((seen != null) ? seen.problem() : "does not answer"),
						null, (seen != null) ? seen.asOf() : null, times, "/console/failover"));
			});
		}
		State state = machine.failover().value();
		if (state != null && machine.failover().isFresh()) {
			route(machine.name(), state, times, concerns);
		}
		FailoverAnswers.Partition partition = machine.partition().value();
		if (partition != null && machine.partition().isFresh()) {
			for (PeerVerdict peer : partition.peers()) {
				if (!"none".equals(peer.verdict())) {
					concerns.add(concern(Level.ofVerdict(peer.verdict()),
							machine.name() + " holds of " + peer.peer() + ": " + words(peer.verdict()),
							peer.condition(), peer.since(), times, "/console/partition"));
				}
			}
		}
	}

	private static @Nullable Instant latest(MachineSources machine) {
		return machine.services()
			.values()
			.stream()
			.map(Seen::asOf)
			.filter((asOf) -> asOf != null)
			.max(Instant::compareTo)
			.orElse(null);
	}

	private static void notUp(String machine, Service service, Seen<ServiceHealth> seen, List<Concern> concerns) {
		ServiceHealth health = seen.value();
		if (health != null && !"UP".equals(health.status())) {
			List<String> parts = health.notUp();
			concerns.add(new Concern(Level.BAD,
					"The " + service.words() + " of " + machine + " is " + health.status().toLowerCase(Locale.ROOT),
					parts.isEmpty() ? null : "not up: " + String.join(", ", parts), null, null, "/console/failover"));
		}
	}

	private static void route(String machine, State state, Times times, List<Concern> concerns) {
		FailoverAnswers.Route route = state.route();
		if (!route.tier().startsWith("local-hub/")) {
			boolean isTaken = route.tier().startsWith("peer-hub/");
			concerns.add(concern(isTaken ? Level.WATCH : Level.BAD,
					machine + "'s records go to " + route.tier() + (isTaken ? "" : " and wait"), route.why(),
					route.since(), times, "/console/failover"));
		}
		FailoverAnswers.Override override = state.override();
		if (override != null) {
			String what = (override.tier() != null) ? machine + " is pinned to " + override.tier()
					: "Automation is off on " + machine;
			concerns.add(concern(Level.WATCH, what + " until " + times.at(override.until()).text(), override.reason(),
					override.since(), times, "/console/failover"));
		}
		for (FailoverAnswers.Tier tier : state.tiers()) {
			if (!"healthy".equals(tier.state()) && !tier.tier().startsWith("spool/")) {
				concerns
					.add(concern(Level.ofTier(tier.state()), machine + " holds " + tier.tier() + " for " + tier.state(),
							(tier.failures() > 0) ? tier.failures() + " failures in a row" : null, tier.since(), times,
							"/console/failover"));
			}
		}
		if (state.backlogRecords() > BACKLOG) {
			concerns.add(new Concern(Level.WATCH, "%,d records wait on %s".formatted(state.backlogRecords(), machine),
					"they are delivered behind what is new", null, null, "/console/ledger"));
		}
	}

	private static void incidents(Seen<Incidents> seen, Times times, List<Concern> concerns) {
		Incidents incidents = seen.value();
		if (incidents == null || !seen.isFresh()) {
			return;
		}
		for (Incident incident : incidents.incidents()) {
			if (incident.isOpen()) {
				concerns.add(concern(Level.ofSeverity(incident.severity()),
						"Incident: " + incident.root() + " (" + incident.severity() + ", "
								+ incident.phase().toLowerCase(Locale.ROOT) + ")",
						incident.failing().size() + " of " + incident.members().size() + " in it fail",
						incident.openedAt(), times, "/console/incidents/" + incident.id()));
			}
		}
	}

	private static void ledger(Input input, Times times, List<Concern> concerns) {
		Ledger ledger = input.ledger().value();
		if (ledger != null && input.ledger().isFresh()) {
			Totals totals = ledger.totals();
			if (totals.missing() > 0) {
				concerns.add(new Concern(Level.WATCH, "%,d records are missing".formatted(totals.missing()),
						"in " + totals.openGaps() + " open gaps; they are asked for again", null, null,
						"/console/ledger"));
			}
		}
		Reconciliation reconciliation = input.reconciliation().value();
		if (reconciliation != null && input.reconciliation().isFresh()) {
			for (Origin origin : reconciliation.origins()) {
				if ("differs".equals(origin.standing())) {
					concerns.add(concern(Level.WATCH, "The ledger lacks records that have left " + origin.origin(),
							origin.problem(), origin.comparedAt(), times, "/console/ledger"));
				}
			}
		}
	}

	private static Concern concern(Level level, String what, @Nullable String why, @Nullable Instant since, Times times,
			String href) {
		return new Concern(level, what, why, times.when(since), since, href);
	}

	static String words(String slug) {
		return slug.replace('-', ' ');
	}

	private static MachineCard card(MachineSources machine, Input input, Times times) {
		Fleet fleet = input.fleet().value();
		HealthAnswers.Machine health = (fleet != null) ? fleet.machines().get(machine.name()) : null;
		return MachineCard.of(machine, input, health, times);
	}

	/**
	 * What a page says of the ledger.
	 *
	 * @param origins how each machine's records stand
	 */
	public record LedgerCard(String centre, Panel panel, @Nullable String received, @Nullable String missing,
			@Nullable String openGaps, @Nullable String lost, List<OriginLine> origins) {

		static LedgerCard of(String centre, Seen<Ledger> seen, Seen<Reconciliation> reconciliation, Times times) {
			Panel panel = Panel.of("The hub of " + centre, seen, times);
			Ledger ledger = seen.value();
			if (ledger == null) {
				return new LedgerCard(centre, panel, null, null, null, null, List.of());
			}
			Totals totals = ledger.totals();
			Reconciliation compared = reconciliation.value();
			List<OriginLine> origins = (compared == null) ? List.of()
					: compared.origins().stream().map((origin) -> OriginLine.of(origin, times)).toList();
			return new LedgerCard(centre, panel, number(totals.received()), number(totals.missing()),
					number(totals.openGaps()), number(totals.lost()), origins);
		}

		static String number(long value) {
			return "%,d".formatted(value);
		}

	}

	/** How an origin and the ledger compare. */
	public record OriginLine(String origin, Level level, String standing, @Nullable When comparedAt,
			@Nullable String problem) {

		static OriginLine of(Origin origin, Times times) {
			Level level = switch (origin.standing()) {
				case "equal", "repaired" -> Level.GOOD;
				case "differs" -> Level.WATCH;
				default -> Level.UNKNOWN;
			};
			return new OriginLine(origin.origin(), level, origin.standing(), times.when(origin.comparedAt()),
					origin.problem());
		}

	}

}
