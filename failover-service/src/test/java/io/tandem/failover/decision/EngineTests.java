package io.tandem.failover.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tandem.failover.detection.Observation;
import io.tandem.failover.detection.Observation.Result.Failure.Kind;
import io.tandem.failover.detection.Observation.Source;
import io.tandem.failover.detection.Tier;
import io.tandem.failover.detection.TierState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EngineTests {

	private static final long MS = 1_000_000;

	@Test
	void firstAnswerOfTheLocalHubGetsTheRecords() {
		Script script = new Script();
		script.pass(0, 0);
		assertThat(script.probes).hasSize(3);
		assertThat(script.route()).isEqualTo(Script.SPOOL);
		script.succeed(Script.PEER, 1, 4);
		assertThat(script.route()).isEqualTo(Script.SPOOL);
		script.succeed(Script.LOCAL, 1, 6);
		assertThat(script.route()).isEqualTo(Script.LOCAL);
		assertThat(script.told()).containsExactly("start > HEALTHY", "start > HEALTHY", "start > local-hub/pc2");
	}

	@Test
	void threeRefusalsMoveTheRecordsToThePeersHub() {
		Script script = Script.allHealthy();
		script.fail(Script.LOCAL, Kind.REFUSED, 500, 501);
		assertThat(script.probes).extracting(Command.Probe::tier).contains(Script.LOCAL);
		script.fail(Script.LOCAL, Kind.REFUSED, 502, 503);
		script.fail(Script.LOCAL, Kind.REFUSED, 551, 552);
		assertThat(script.stateOf(Script.LOCAL)).isEqualTo(TierState.SUSPECT);
		script.fail(Script.LOCAL, Kind.REFUSED, 601, 602);
		assertThat(script.told()).containsExactly("failure > SUSPECT", "refused-run > DOWN",
				"refused-run > peer-hub/mainpc");
		assertThat(script.transitions.getLast().why())
			.isEqualTo("local-hub/pc2 refused 4 tries in a row within 101 ms, the last one: refused");
	}

	@Test
	void refusalsOfAnInstantAreNotEnough() {
		Script script = Script.allHealthy();
		for (int i = 0; i < 10; i++) {
			script.fail(Script.LOCAL, Kind.REFUSED, 500 + i, 501 + i);
		}
		assertThat(script.stateOf(Script.LOCAL)).isEqualTo(TierState.SUSPECT);
	}

	@Test
	void hangIsLeftAfterSilence() {
		Script script = Script.allHealthy();
		script.succeed(Script.LOCAL, 500, 505);
		script.overdue(Script.LOCAL, 520, 620);
		assertThat(script.told()).containsExactly("overdue > SUSPECT");
		timeOut(script, 3);
		script.pass(1340, 1900);
		assertThat(script.route()).isEqualTo(Script.LOCAL);
		script.pass(1920, 1940);
		assertThat(script.route()).isEqualTo(Script.PEER);
		Transition route = script.transitions.getLast();
		assertThat(route.at()).isBetween(1_920_000_000L, 1_940_000_000L);
		assertThat(route.trigger()).isEqualTo("silence");
		assertThat(route.why())
			.isEqualTo("local-hub/pc2 is silent for 1400 ms, 3 tries in a row failed, the last one: timeout");
	}

	@Test
	void pauseOfASecondIsNotLeft() {
		Script script = Script.allHealthy();
		script.overdue(Script.LOCAL, 500, 600);
		timeOut(script, 3);
		script.pass(1340, 1740);
		script.succeed(Script.LOCAL, 1250, 1750);
		script.pass(1760, 4000);
		assertThat(script.told()).containsExactly("overdue > SUSPECT", "success > HEALTHY");
		assertThat(script.route()).isEqualTo(Script.LOCAL);
	}

	@Test
	void lateFailureOfATryThatALaterOneHasOutdoneIsOnlyLookedInto() {
		Script script = Script.allHealthy();
		script.succeed(Script.LOCAL, 600, 605);
		script.fail(Script.LOCAL, Kind.TIMEOUT, 500, 1100);
		assertThat(script.transitions).isEmpty();
		script.overdue(Script.LOCAL, 550, 1150);
		assertThat(script.told()).containsExactly("overdue > SUSPECT");
		assertThat(script.view(Script.LOCAL).failures()).isZero();
		assertThat(script.probes).extracting(Command.Probe::tier).contains(Script.LOCAL);
	}

	@Test
	void dataThatFlowsVetoesFailingProbes() {
		Script script = Script.allHealthy();
		for (int i = 0; i < 40; i++) {
			script.fail(Script.LOCAL, Kind.STATUS, 500 + i * 50, 501 + i * 50);
			script.tell(new Observation.Outcome(Script.LOCAL, Source.DELIVERY, (510 + i * 50) * MS, (520 + i * 50) * MS,
					new Observation.Result.Success()));
		}
		assertThat(script.told()).doesNotContain("refused-run > DOWN");
		assertThat(script.route()).isEqualTo(Script.LOCAL);
	}

	@Test
	void deliveriesThatFailMoveTheRecordsAlthoughProbesSucceed() {
		Script script = Script.allHealthy();
		for (int at = 500; at <= 1900; at += 200) {
			script.fail(Script.LOCAL, Source.DELIVERY, Kind.STATUS, at, at + 10);
			script.succeed(Script.LOCAL, at + 20, at + 25);
		}
		assertThat(script.told()).contains("deliveries-fail > DOWN")
			.endsWith("deliveries-fail > peer-hub/mainpc", "answers > RECOVERING");
	}

	@Test
	void peerThatReachesTheHubDelaysADoubtfulVerdictOnce() {
		Script script = Script.allHealthy();
		script.overdue(Script.LOCAL, 500, 600);
		timeOut(script, 3);
		script.tell(new Observation.PeerView("mainpc", Observation.Via.HTTP, Script.LOCAL, TierState.HEALTHY, 100 * MS,
				1400 * MS));
		script.pass(1420, 2180);
		assertThat(script.stateOf(Script.LOCAL)).isEqualTo(TierState.SUSPECT);
		script.pass(2200, 2200);
		assertThat(script.stateOf(Script.LOCAL)).isEqualTo(TierState.DOWN);
		assertThat(script.transitions.getLast().why()).contains("though a peer reached it");
		assertThat(script.transitions.getLast().evidence().peers()).hasSize(1);
	}

	@Test
	void peerDelaysNoRefusal() {
		Script script = Script.allHealthy();
		script.tell(new Observation.PeerView("mainpc", Observation.Via.HTTP, Script.LOCAL, TierState.HEALTHY, MS,
				499 * MS));
		refuse(script, Script.LOCAL, 500);
		assertThat(script.stateOf(Script.LOCAL)).isEqualTo(TierState.DOWN);
	}

	@Test
	void whatFailedWhileThisProcessStoodStillIsTakenBack() {
		Script script = Script.allHealthy();
		script.overdue(Script.LOCAL, 500, 600);
		timeOut(script, 3);
		script.stall(590, 1600);
		assertThat(script.view(Script.LOCAL).failures()).isZero();
		script.fail(Script.LOCAL, Kind.TIMEOUT, 580, 1605);
		script.overdue(Script.LOCAL, 585, 1606);
		assertThat(script.view(Script.LOCAL).failures()).isZero();
		script.pass(1620, 3000);
		assertThat(script.route()).isEqualTo(Script.LOCAL);
		assertThat(script.state.self().stalls()).isEqualTo(1);
		assertThat(script.state.self().stalledNanos()).isEqualTo(1010 * MS);
	}

	@Test
	void timeSpentStandingStillIsNoSilence() {
		Script script = Script.allHealthy();
		script.succeed(Script.LOCAL, 500, 505);
		assertThat(script.view(Script.LOCAL).sinceSuccessNanos()).isEqualTo(5 * MS);
		script.stall(510, 1510);
		assertThat(script.view(Script.LOCAL).sinceSuccessNanos()).isEqualTo(10 * MS);
	}

	@Test
	void refusalsOutlastAStall() {
		Script script = Script.allHealthy();
		script.fail(Script.LOCAL, Kind.REFUSED, 500, 501);
		script.fail(Script.LOCAL, Kind.REFUSED, 520, 521);
		script.stall(530, 900);
		script.fail(Script.LOCAL, Kind.REFUSED, 901, 902);
		assertThat(script.stateOf(Script.LOCAL)).isEqualTo(TierState.DOWN);
	}

	@Test
	void refusalHeardDuringAStallDoesNotHaveTheLastWord() {
		Script script = Script.allHealthy();
		script.fail(Script.LOCAL, Kind.REFUSED, 500, 501);
		script.fail(Script.LOCAL, Kind.REFUSED, 520, 521);
		script.stall(530, 900);
		script.fail(Script.LOCAL, Kind.REFUSED, 525, 901);
		assertThat(script.stateOf(Script.LOCAL)).isEqualTo(TierState.SUSPECT);
	}

	@Test
	void downTierIsProbedLessAndLess() {
		Script script = Script.allHealthy();
		refuse(script, Script.LOCAL, 500);
		script.forget();
		List<Long> gaps = new ArrayList<>();
		long last = 602;
		for (long at = 620; at < 9000; at += 20) {
			int before = script.probes.size();
			script.pass(at, at);
			if (script.probes.subList(before, script.probes.size())
				.stream()
				.anyMatch((probe) -> probe.tier().equals(Script.LOCAL))) {
				gaps.add((at - last) / 10 * 10);
				last = at;
				script.fail(Script.LOCAL, Kind.REFUSED, at, at + 1);
			}
		}
		assertThat(gaps).startsWith(250L, 260L, 500L, 1000L, 2000L, 2000L);
	}

	@Test
	void comesHomeAfterTheHoldDownAndLaterAfterEachFlap() {
		Script script = Script.allHealthy();
		refuse(script, Script.LOCAL, 500);
		long at = comeHome(script, 1000);
		assertThat(at - 1000).isBetween(3000L, 3400L);
		refuse(script, Script.LOCAL, at + 1000);
		assertThat(script.view(Script.LOCAL).flaps()).isEqualTo(1);
		long second = comeHome(script, at + 2000);
		assertThat(second - at - 2000).isBetween(6000L, 6400L);
		long later = second + 21 * 60_000;
		refuse(script, Script.LOCAL, later);
		assertThat(script.view(Script.LOCAL).flaps()).isZero();
	}

	@Test
	void recoveringHubForgivesOneSilenceAndNoRefusal() {
		Script script = Script.allHealthy();
		refuse(script, Script.LOCAL, 500);
		script.succeed(Script.LOCAL, 1000, 1005);
		script.fail(Script.LOCAL, Kind.TIMEOUT, 1400, 2000);
		assertThat(script.stateOf(Script.LOCAL)).isEqualTo(TierState.RECOVERING);
		assertThat(script.view(Script.LOCAL).successes()).isZero();
		script.succeed(Script.LOCAL, 2010, 2015);
		script.fail(Script.LOCAL, Kind.REFUSED, 2400, 2401);
		assertThat(script.stateOf(Script.LOCAL)).isEqualTo(TierState.DOWN);
		assertThat(script.told()).endsWith("answers > RECOVERING", "relapse > DOWN");
	}

	@Test
	void withoutAHealthyHubTheFirstRecoveringOneIsUsedThenThePushgateway() {
		Script script = Script.allHealthy();
		script.pass(3000, 3000);
		refuse(script, Script.LOCAL, 3500);
		refuse(script, Script.PEER, 3700);
		assertThat(script.route()).isEqualTo(Script.GATEWAY);
		script.succeed(Script.PEER, 4000, 4005);
		assertThat(script.route()).isEqualTo(Script.PEER);
		script.succeed(Script.LOCAL, 4100, 4105);
		assertThat(script.route()).isEqualTo(Script.LOCAL);
		refuse(script, Script.LOCAL, 4200);
		refuse(script, Script.PEER, 4400);
		refuse(script, Script.GATEWAY, 4600);
		assertThat(script.route()).isEqualTo(Script.SPOOL);
	}

	@Test
	void afterAStartOthersWaitForTheLocalHub() {
		Script script = new Script();
		script.succeed(Script.PEER, 1, 5);
		script.succeed(Script.GATEWAY, 1, 5);
		script.pass(20, 2980);
		assertThat(script.route()).isEqualTo(Script.SPOOL);
		script.pass(3000, 3000);
		assertThat(script.told()).endsWith("start-grace > peer-hub/mainpc");
	}

	@Test
	void afterAStartNobodyWaitsForALocalHubThatRefuses() {
		Script script = new Script();
		script.succeed(Script.PEER, 1, 5);
		refuse(script, Script.LOCAL, 10);
		assertThat(script.told()).endsWith("refused-run > DOWN", "refused-run > peer-hub/mainpc");
	}

	@Test
	void afterAStartThePushgatewayWaitsForEveryHub() {
		Script script = new Script();
		script.succeed(Script.GATEWAY, 1, 5);
		refuse(script, Script.LOCAL, 10);
		refuse(script, Script.PEER, 10);
		assertThat(script.route()).isEqualTo(Script.SPOOL);
		script.pass(3000, 3000);
		assertThat(script.route()).isEqualTo(Script.GATEWAY);
	}

	@Test
	void humanPinsATierWhateverItsState() {
		Script script = Script.allHealthy();
		refuse(script, Script.PEER, 500);
		script.forget();
		script.tell(new Observation.Overridden(1000 * MS, override(Script.PEER)));
		assertThat(script.told()).containsExactly("override > override", "override > peer-hub/mainpc");
		script.tell(new Observation.Overridden(1100 * MS, null));
		assertThat(script.told()).endsWith("override-ended > override", "override-ended > local-hub/pc2");
	}

	@Test
	void humanKeepsTheRouteAndTheTiersAreWatchedOn() {
		Script script = Script.allHealthy();
		script.tell(new Observation.Overridden(400 * MS, override(null)));
		refuse(script, Script.LOCAL, 500);
		assertThat(script.stateOf(Script.LOCAL)).isEqualTo(TierState.DOWN);
		assertThat(script.route()).isEqualTo(Script.LOCAL);
		script.tell(new Observation.Overridden(1100 * MS, null));
		assertThat(script.route()).isEqualTo(Script.PEER);
	}

	@Test
	void pinOfATierThatIsNotInThePlanIsRefused() {
		Script script = Script.allHealthy();
		assertThatIllegalArgumentException()
			.isThrownBy(() -> script.tell(new Observation.Overridden(MS, override(Tier.parse("peer-hub/pc9")))))
			.withMessageContaining("peer-hub/pc9");
	}

	@Test
	void nextLifeGoesOnWithTheNumberAndTheOverride() {
		Script script = new Script(EngineSettings.defaults(), 41, override(Script.GATEWAY));
		script.pass(0, 0);
		assertThat(script.route()).isEqualTo(Script.GATEWAY);
		assertThat(script.transitions).extracting(Transition::number).containsExactly(42L);
	}

	@Test
	void frozenLifeLooksForItsFirstRouteAndKeepsThat() {
		Script script = new Script(EngineSettings.defaults(), 0, override(null));
		script.succeed(Script.LOCAL, 1, 5);
		assertThat(script.route()).isEqualTo(Script.LOCAL);
		refuse(script, Script.LOCAL, 500);
		script.succeed(Script.PEER, 700, 705);
		assertThat(script.route()).isEqualTo(Script.LOCAL);
	}

	@Test
	void evidenceNamesWhatWasSeenOfTheTierAndOfThisProcess() {
		Script script = Script.allHealthy();
		script.tell(new Observation.ClockJump(400 * MS, 5000));
		script.succeed(Script.PEER, 401, 405);
		refuse(script, Script.LOCAL, 500);
		Transition ofTier = script.transitions.get(script.transitions.size() - 2);
		assertThat(ofTier.evidence().observations()).hasSize(5)
			.hasAtLeastOneElementOfType(Observation.ClockJump.class)
			.isSortedAccordingTo(Comparator.comparingLong(Observation::at));
		assertThat(ofTier.evidence().tiers().get(Script.LOCAL).failures()).isEqualTo(3);
		Transition ofRoute = script.transitions.getLast();
		assertThat(ofRoute.evidence().observations()).hasSizeGreaterThan(6);
	}

	@Test
	void tickBeforeAnythingIsDueChangesNothing() {
		Script script = Script.allHealthy();
		EngineState before = script.state;
		script.tell(new Observation.Tick(before.dueAt() - 1));
		assertThat(script.state).isSameAs(before);
	}

	@Test
	void planWithoutASpoolAtItsEndIsRefused() {
		Engine engine = new Engine(EngineSettings.defaults());
		assertThatIllegalArgumentException()
			.isThrownBy(() -> engine.begin(List.of(Script.SPOOL, Script.LOCAL), 0, null, 0));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> engine.begin(List.of(Script.LOCAL, Script.LOCAL, Script.SPOOL), 0, null, 0));
		assertThatIllegalArgumentException().isThrownBy(() -> engine.begin(Script.PLAN, -1, null, 0));
	}

	private static Observation.Pin override(@Nullable Tier tier) {
		return new Observation.Pin(tier, "maintenance", Instant.EPOCH, Instant.EPOCH.plusSeconds(60));
	}

	private static void timeOut(Script script, int times) {
		for (int i = 0; i < times; i++) {
			script.fail(Script.LOCAL, Kind.TIMEOUT, 620 + 50L * i, 1220 + 50L * i);
		}
	}

	private static void refuse(Script script, Tier tier, long at) {
		for (long i = 0; i < 3; i++) {
			script.fail(tier, Kind.REFUSED, at + 51 * i, at + 51 * i + 1);
		}
	}

	private static long comeHome(Script script, long from) {
		long at = from;
		while (script.stateOf(Script.LOCAL) != TierState.HEALTHY) {
			script.succeed(Script.LOCAL, at - 5, at);
			at += 400;
		}
		return at - 400;
	}

}
