package io.tandem.healthsync.correlation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.fleet.Criticality;
import io.tandem.fleet.Dependency;
import io.tandem.fleet.Fallback;
import io.tandem.fleet.Fleet;
import io.tandem.fleet.FleetAgent;
import io.tandem.healthsync.correlation.Symptom.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RootCauseTests {

	private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

	/** Web needs Api, Api and Jobs need Store; Cache falls back, and is on pc2. */
	private final Topology topology = new Topology(new Fleet(List.of("mainpc", "pc2"),
			List.of(agent("Store", "mainpc"), agent("Api", "mainpc", "Store"), agent("Jobs", "mainpc", "Store"),
					agent("Web", "mainpc", "Api"), agent("Lone", "pc2"),
					new FleetAgent("Cache", "pc2", Criticality.STANDARD, null, Duration.ofSeconds(60),
							List.of(new Dependency("Store", Fallback.SELF)), false))),
			"mainpc");

	private final Map<String, Symptom> symptoms = new HashMap<>();

	private final Map<String, Instant> heard = new HashMap<>();

	private static FleetAgent agent(String name, String machine, String... needs) {
		return new FleetAgent(name, machine, Criticality.STANDARD, null, Duration.ofSeconds(60),
				Arrays.stream(needs).map((need) -> new Dependency(need, Fallback.NONE)).toList(), false);
	}

	@Test
	void theOneThatAllOthersNeedIsTheRootHoweverLateItSaysSo() {
		fails("Web", Status.DOWN, 40);
		fails("Api", Status.DOWN, 35);
		fails("Store", Status.DOWN, 5);
		RootCause cause = only();
		assertThat(cause.root()).isEqualTo("Store");
		assertThat(cause.members()).containsExactlyInAnyOrder("Store", "Api", "Web");
		assertThat(cause.confidence()).isGreaterThan(0.95);
	}

	@Test
	void twoWithoutACommonNeedHaveTwoCauses() {
		fails("Api", Status.DOWN, 20);
		fails("Lone", Status.DOWN, 20);
		heard("Store", 2);
		assertThat(causes()).extracting(RootCause::root).containsExactlyInAnyOrder("Api", "Lone");
	}

	@Test
	void twoThatNeedOneThatSaysNothingComeFromThatOne() {
		fails("Api", Status.DOWN, 20);
		fails("Jobs", Status.DOWN, 18);
		heard("Store", 50);
		assertThat(only().root()).isEqualTo("Store");
	}

	@Test
	void oneThatNeedsAnUnheardOneIsSuspectedItselfAndTheOthersWordAwaited() {
		fails("Api", Status.DOWN, 20);
		heard("Store", 50);
		heard("Jobs", 1);
		RootCause cause = only();
		assertThat(cause.root()).isEqualTo("Api");
		assertThat(cause.alternatives()).extracting(RootCause.Suspect::node).contains("Store");
		assertThat(cause.awaits()).isEqualTo(NOW.plusMillis(17_500));
	}

	@Test
	void aLateOneIsSuspectedUnlessADependentOfItIsWell() {
		fails("Api", Status.DOWN, 60);
		heard("Store", 100);
		assertThat(only().root()).isEqualTo("Store");
		heard("Jobs", 0);
		RootCause cause = only();
		assertThat(cause.root()).isIn("Api", "Store");
		assertThat(cause.confidence()).isLessThan(0.9);
	}

	@Test
	void aHealthyWordSinceExonerates() {
		fails("Api", Status.DOWN, 60);
		heard("Store", 5);
		assertThat(only().root()).isEqualTo("Api");
	}

	@Test
	void anAgentThatHasAFallbackIsOnlyWornByItNotDown() {
		fails("Store", Status.DOWN, 30);
		fails("Cache", Status.DEGRADED, 25);
		assertThat(only().members()).contains("Cache");
		fails("Cache", Status.DOWN, 25);
		assertThat(causes()).hasSize(2);
	}

	@Test
	void anAgentThatHasAFallbackIsNotWornByWhatFailedLongBefore() {
		fails("Store", Status.DOWN, 600);
		fails("Cache", Status.DEGRADED, 25);
		assertThat(causes()).extracting(RootCause::root).containsExactlyInAnyOrder("Store", "Cache");
	}

	@Test
	void allOfAMachineThatAreSilentTogetherComeFromTheMachine() {
		for (String agent : List.of("Store", "Api", "Jobs", "Web")) {
			silent(agent, 190);
		}
		assertThat(only().root()).isEqualTo("machine mainpc");
	}

	@Test
	void oneSilentAgentAmongOthersThatSpeakIsItsOwnCause() {
		silent("Web", 190);
		heard("Store", 10);
		heard("Api", 15);
		heard("Jobs", 20);
		assertThat(only().root()).isEqualTo("Web");
	}

	@Test
	void aCutLinkExplainsWhoIsWornByTheOtherSide() {
		symptoms("link mainpc-pc2", Status.DOWN, 30, 30);
		fails("Cache", Status.DEGRADED, 20);
		RootCause cause = only();
		assertThat(cause.root()).isEqualTo("link mainpc-pc2");
		assertThat(cause.members()).contains("Cache");
	}

	@Test
	void whatAKnownCauseReachesIsItsOwn() {
		fails("Store", Status.DOWN, 300);
		fails("Api", Status.DOWN, 290);
		fails("Jobs", Status.DOWN, 5);
		RootCause cause = RootCause.of(sight(), Set.of("Store", "Api"), Map.of("Store", Set.of("Store", "Api")))
			.getFirst();
		assertThat(cause.isKnown()).isTrue();
		assertThat(cause.root()).isEqualTo("Store");
		assertThat(cause.members()).containsExactly("Jobs");
	}

	@Test
	void nothingFailsForNoReason() {
		assertThat(causes()).isEmpty();
	}

	private void fails(String node, Status status, int secondsAgo) {
		symptoms(node, status, secondsAgo, secondsAgo);
		heard(node, secondsAgo);
	}

	private void silent(String node, int secondsAgo) {
		symptoms(node, Status.SILENT, 0, secondsAgo);
		heard(node, secondsAgo);
	}

	private void symptoms(String node, Status status, int seenSecondsAgo, int earliestSecondsAgo) {
		Instant seenAt = NOW.minusSeconds(seenSecondsAgo);
		this.symptoms.put(node,
				new Symptom(node, status, seenAt, seenAt, seenAt, NOW.minusSeconds(earliestSecondsAgo), "test"));
	}

	private void heard(String node, int secondsAgo) {
		this.heard.put(node, NOW.minusSeconds(secondsAgo));
	}

	private RootCause only() {
		assertThat(causes()).hasSize(1);
		return causes().getFirst();
	}

	private List<RootCause> causes() {
		return RootCause.of(sight(), Set.of(), Map.of());
	}

	private Sight sight() {
		Hearing hearing = new Hearing() {

			@Override
			public @Nullable Instant heardAt(String node) {
				return RootCauseTests.this.heard.get(node);
			}

			@Override
			public @Nullable Instant lateAt(String node) {
				Instant at = heardAt(node);
				return (at != null) ? at.plusMillis(67_500) : null;
			}

		};
		return new Sight(this.topology, this.symptoms, hearing, NOW);
	}

}
