package io.tandem.console.view;

import io.tandem.console.source.FailoverAnswers.Override;
import io.tandem.console.source.FailoverAnswers.Partition;
import io.tandem.console.source.FailoverAnswers.Peer;
import io.tandem.console.source.FailoverAnswers.Route;
import io.tandem.console.source.FailoverAnswers.State;
import io.tandem.console.source.FailoverAnswers.Tier;
import io.tandem.console.source.FailoverAnswers.Word;
import io.tandem.console.source.HealthAnswers.Fleet;
import io.tandem.console.source.HealthAnswers.Incidents;
import io.tandem.console.source.HealthAnswers.Machine;
import io.tandem.console.source.LedgerAnswers.Ledger;
import io.tandem.console.source.LedgerAnswers.Reconciliation;
import io.tandem.console.source.LedgerAnswers.Totals;
import io.tandem.console.source.Seen;
import io.tandem.console.source.Service;
import io.tandem.console.source.ServiceHealth;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OverviewPageTests {

	private static final Instant NOW = Instant.parse("2026-01-31T14:05:11Z");

	private static final Instant BEFORE = Instant.parse("2026-01-31T14:02:11Z");

	@Test
	void wellIsWell() {
		OverviewPage page = page(machine("mainpc", "local-hub/mainpc", null), machine("pc2", "local-hub/pc2", null), 0);
		assertThat(page.level()).isEqualTo(Level.GOOD);
		assertThat(page.headline()).isEqualTo("All is well");
		assertThat(page.concerns()).isEmpty();
	}

	@Test
	void aRouteThatIsNotTheUsualOneIsToldWithItsReasonAndTime() {
		OverviewPage page = page(machine("mainpc", "local-hub/mainpc", null), machine("pc2", "peer-hub/mainpc", null),
				0);
		assertThat(page.concerns()).singleElement().satisfies((concern) -> {
			assertThat(concern.level()).isEqualTo(Level.WATCH);
			assertThat(concern.what()).isEqualTo("pc2's records go to peer-hub/mainpc");
			assertThat(concern.why()).isEqualTo("because");
			assertThat(concern.since()).isEqualTo(new Times(NOW).at(BEFORE));
		});
	}

	@Test
	void aRouteOnWhichRecordsOnlyWaitIsWorse() {
		OverviewPage page = page(machine("mainpc", "spool/mainpc", null), machine("pc2", "local-hub/pc2", null), 0);
		assertThat(page.level()).isEqualTo(Level.BAD);
		assertThat(page.concerns().getFirst().what()).isEqualTo("mainpc's records go to spool/mainpc and wait");
	}

	@Test
	void anOverrideSaysUntilWhen() {
		OverviewPage page = page(
				machine("mainpc", "local-hub/mainpc", new Override(null, "off", "update", BEFORE, NOW)),
				machine("pc2", "local-hub/pc2", null), 0);
		assertThat(page.concerns()).singleElement()
			.satisfies((concern) -> assertThat(concern.what()).isEqualTo("Automation is off on mainpc until 14:05:11"));
	}

	@Test
	void aMachineThatDoesNotAnswerIsOneConcernAndShownAsItsPeerHeardOfIt() {
		OverviewPage page = page(machine("mainpc", "local-hub/mainpc", null), silent("pc2"), 0);
		assertThat(page.concerns()).singleElement()
			.satisfies((concern) -> assertThat(concern.what()).isEqualTo("Nothing on pc2 answers"));
		MachineCard card = page.machines().getLast();
		assertThat(card.route()).isEqualTo("peer-hub/mainpc");
		assertThat(card.notes()).anySatisfy(
				(note) -> assertThat(note).isEqualTo("showing pc2's route as it told mainpc at 14:05:06 UTC, 5 s ago"));
	}

	@Test
	void whatHealthSaysOfItsOwnAgeIsPassedOn() {
		OverviewPage page = page(machine("mainpc", "local-hub/mainpc", null), machine("pc2", "local-hub/pc2", null), 0);
		assertThat(page.machines().getLast().notes()).containsExactly("showing pc2 as of 14:02:11");
		assertThat(page.machines().getLast().agents())
			.containsExactly(new MachineCard.AgentCount(Level.UNKNOWN, "unreachable", 40));
	}

	@Test
	void missingRecordsAreToldOnce() {
		OverviewPage page = page(machine("mainpc", "local-hub/mainpc", null), machine("pc2", "local-hub/pc2", null), 7);
		assertThat(page.concerns()).singleElement()
			.satisfies((concern) -> assertThat(concern.what()).isEqualTo("7 records are missing"));
		assertThat(page.ledger().missing()).isEqualTo("7");
	}

	private static OverviewPage page(MachineSources self, MachineSources peer, long missing) {
		Fleet fleet = new Fleet(NOW, "mainpc", Map.of("pc2", new Machine(BEFORE, "showing pc2 as of 14:02:11", "mirror",
				"CUT_OFF", 0, Map.of("UNREACHABLE", 40), List.of())));
		Ledger ledger = new Ledger(new Totals(100, missing, 0, 0, 0, 0, 0, 1), new Totals(0, 0, 0, 0, 0, 0, 0, 0),
				List.of(), List.of());
		return OverviewPage.of(new OverviewPage.Input("mainpc", List.of(self, peer), Seen.of(fleet, NOW),
				Seen.of(new Incidents(List.of()), NOW), "mainpc", Seen.of(ledger, NOW),
				Seen.of(new Reconciliation("mainpc", List.of()), NOW)), NOW);
	}

	private static MachineSources machine(String name, String route, @Nullable Override override) {
		State state = new State(name, NOW, 1, new Route(route, "http://127.0.0.1/", BEFORE, "because"), null, override,
				List.of(new Tier("local-hub/" + name, "http://127.0.0.1/", "healthy", BEFORE, true, 0, 1L, 2.0, 0,
						3000)),
				List.of(new Peer("pc2", new Word(5000, "peer-hub/mainpc"), null)), 0);
		Map<Service, Seen<ServiceHealth>> services = new EnumMap<>(Service.class);
		for (Service service : Service.values()) {
			services.put(service, Seen.of(new ServiceHealth("UP", Map.of()), NOW));
		}
		return new MachineSources(name, Seen.of(state, NOW), Seen.of(new Partition(name, List.of()), NOW), services);
	}

	private static MachineSources silent(String name) {
		Map<Service, Seen<ServiceHealth>> services = new EnumMap<>(Service.class);
		for (Service service : Service.values()) {
			services.put(service, Seen.nothing("does not answer"));
		}
		return new MachineSources(name, Seen.nothing("does not answer"), Seen.nothing("does not answer"), services);
	}

}
