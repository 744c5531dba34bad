package io.tandem.healthsync.incident;

import static io.tandem.wire.health.HealthStatus.DEGRADED;
import static io.tandem.wire.health.HealthStatus.DOWN;
import static io.tandem.wire.health.HealthStatus.UP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tandem.fleet.Fleet;
import io.tandem.healthsync.correlation.NodeKind;
import io.tandem.healthsync.correlation.Topology;
import io.tandem.wire.health.HealthStatus;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class IncidentEngineTests {

	private final Story story = new Story().goOn(60);

	@Test
	void aCascadeIsOneIncidentAtItsRoot() {
		this.story.is("Web", DOWN).goOn(3).is("Api", DOWN).goOn(3).is("Store", DOWN).goOn(120);
		assertThat(this.story.pages()).containsExactly("Store");
		Incident incident = this.story.state.active().getFirst();
		assertThat(incident.members()).containsExactlyInAnyOrder("Store", "Api", "Web");
		assertThat(incident.severity()).isEqualTo(Severity.CRITICAL);
		assertThat(incident.openedAt()).isEqualTo(Story.ZERO.plusSeconds(60));
	}

	@Test
	void nobodyIsToldBeforeTheSettleTimeAndTheIncidentIsSeenOpening() {
		this.story.is("Lone", DOWN).goOn(64);
		assertThat(this.story.commands).isEmpty();
		assertThat(this.story.state.opening()).extracting(Incident::root).containsExactly("Lone");
		assertThat(this.story.goOn(2).pages()).containsExactly("Lone");
		assertThat(this.story.state.opening()).isEmpty();
	}

	@Test
	void whatMendsItselfIsNotTold() {
		this.story.is("Lone", DOWN).goOn(25).is("Lone", UP).goOn(60).is("Api", DEGRADED).goOn(45).is("Api", UP);
		assertThat(this.story.goOn(120).commands).isEmpty();
	}

	@Test
	void itIsOverOnceAllIsWellForAWhile() {
		this.story.is("Lone", DOWN).goOn(80).is("Lone", UP).goOn(10);
		assertThat(this.story.state.active()).extracting(Incident::phase).containsExactly(Phase.RECOVERING);
		this.story.goOn(30);
		assertThat(this.story.told(Command.Close.class)).hasSize(1);
		assertThat(this.story.state.active()).isEmpty();
		assertThat(this.story.state.closed()).extracting(Incident::root).containsExactly("Lone");
	}

	@Test
	void whatComesBackSoonIsTheSameIncident() {
		this.story.is("Lone", DOWN).goOn(80).is("Lone", UP).goOn(60).is("Lone", DOWN).goOn(80);
		assertThat(this.story.told(Command.Open.class)).extracting((open) -> open.incident().id())
			.hasSize(2)
			.containsOnly(this.story.state.active().getFirst().id());
		assertThat(this.story.state.active().getFirst().reopened()).isEqualTo(1);
	}

	@Test
	void whatComesBackWhileItRecoversIsNotToldAgain() {
		this.story.is("Lone", DOWN).goOn(80).is("Lone", UP).goOn(10).is("Lone", DOWN).goOn(80);
		assertThat(this.story.pages()).hasSize(1);
		assertThat(this.story.state.active()).extracting(Incident::phase).containsExactly(Phase.OPEN);
	}

	@Test
	void oneThatFlapsIsToldOnceAndHeldOpenUntilItIsQuiet() {
		for (int i = 0; i < 10; i++) {
			this.story.is("Lone", DOWN).goOn(10).is("Lone", UP).goOn(20);
		}
		assertThat(this.story.pages()).containsExactly("Lone");
		assertThat(this.story.goOn(80).told(Command.Close.class)).isEmpty();
		assertThat(this.story.goOn(60).told(Command.Close.class)).hasSize(1);
	}

	@Test
	void oneThatSaysNothingForThreePeriodsIsSilent() {
		this.story.mute.add("Lone");
		this.story.goOn(60);
		assertThat(this.story.state.symptoms()).isEmpty();
		assertThat(this.story.goOn(100).pages()).containsExactly("Lone");
		this.story.mute.clear();
		assertThat(this.story.goOn(70).told(Command.Close.class)).hasSize(1);
	}

	@Test
	void aRootThatIsSilentAndFoundLateTakesOverWithoutASecondPage() {
		this.story.mute.add("Store");
		this.story.is("Api", DEGRADED).goOn(2).is("Web", DEGRADED).goOn(200);
		assertThat(this.story.pages()).hasSize(1);
		assertThat(this.story.state.active()).extracting(Incident::root).containsExactly("Store");
	}

	@Test
	void allAgentsOfAMachineThatAreSilentAreOneIncident() {
		this.story.muteMachines.add("pc2");
		this.story.goOn(200);
		assertThat(this.story.pages()).containsExactly("machine pc2");
		assertThat(this.story.state.active().getFirst().kind()).isEqualTo(NodeKind.MACHINE);
	}

	@Test
	void itBecomesMoreUrgentOnceForAMemberThatMatters() {
		this.story.is("Store", DOWN).goOn(80);
		assertThat(this.story.state.active().getFirst().severity()).isEqualTo(Severity.WARNING);
		this.story.is("Api", DOWN).goOn(2).is("Web", DOWN).goOn(20);
		assertThat(this.story.told(Command.Escalate.class)).isEmpty();
		assertThat(this.story.goOn(200).told(Command.Escalate.class)).hasSize(1);
		assertThat(this.story.pages()).containsExactly("Store");
	}

	@Test
	void oneThatIsSilencedDoesNotCall() {
		this.story.is("Store", DOWN).goOn(80);
		String id = this.story.state.active().getFirst().id();
		this.story.tell(new Observation.Answered(id, "Store", new Answer.Silence("ann", "known",
				this.story.now().plus(Duration.ofHours(1)), this.story.now(), "mainpc")));
		this.story.is("Api", DOWN).is("Web", DOWN).goOn(100);
		assertThat(this.story.told(Command.Escalate.class)).isEmpty();
		assertThat(this.story.state.active().getFirst().severity()).isEqualTo(Severity.CRITICAL);
	}

	@Test
	void whoWorksOnItIsOnIt() {
		this.story.is("Lone", DOWN).goOn(80);
		String id = this.story.state.active().getFirst().id();
		Answer answer = new Answer.Acknowledgement("ann", "looking", this.story.now(), "mainpc");
		this.story.tell(new Observation.Answered(id, "Lone", answer));
		Incident incident = this.story.state.active().getFirst();
		assertThat(incident.acknowledged()).isEqualTo(answer);
		assertThat(incident.timeline().getLast().what()).isEqualTo("acknowledged by ann on mainpc: looking");
	}

	@Test
	void aHubThatIsDownIsAnIncident() {
		this.story.tell(hub(DOWN)).goOn(20);
		assertThat(this.story.pages()).containsExactly("hub@pc2");
		this.story.tell(hub(UP)).goOn(40);
		assertThat(this.story.told(Command.Close.class)).hasSize(1);
	}

	@Test
	void whatFailsStillLongAfterTheRootIsWellHasItsOwn() {
		this.story.is("Store", DOWN).goOn(2).is("Api", DOWN).goOn(80).is("Store", UP).goOn(260);
		assertThat(this.story.pages()).containsExactly("Store", "Api");
		assertThat(this.story.state.active()).extracting(Incident::root).containsExactly("Api");
	}

	@Test
	void bothMachinesGiveTheSameIdentity() {
		Instant at = Instant.parse("2026-01-01T14:01:07Z");
		assertThat(Incident.id("Store", at)).isEqualTo(Incident.id("Store", at.plusSeconds(40))).hasSize(16);
		assertThat(Incident.id("Store", at)).isNotEqualTo(Incident.id("Api", at));
		assertThat(Incident.id("Store", at)).isNotEqualTo(Incident.id("Store", at.plusSeconds(60)));
	}

	@Test
	void agentsThatAreNotInTheFleetAreJudgedByThemselves() {
		this.story.tell(new Observation.Reported("New", "pc2", DOWN, this.story.now(), false)).goOn(80);
		assertThat(this.story.pages()).containsExactly("New");
		assertThat(this.story.state.active().getFirst().machine()).isEqualTo("pc2");
	}

	@Test
	void aSilentAgentThatLeavesTheFleetFailsNoMore() {
		this.story.mute.add("Lone");
		this.story.goOn(200);
		Fleet fleet = new Fleet(Story.FLEET.machines(),
				Story.FLEET.agents().stream().filter((agent) -> !agent.name().equals("Lone")).toList());
		this.story.tell(new Observation.FleetLoaded(new Topology(fleet, "mainpc"))).goOn(60);
		assertThat(this.story.told(Command.Close.class)).extracting((close) -> close.incident().root())
			.containsExactly("Lone");
	}

	@Test
	void anotherFleetHoldsAtOnce() {
		this.story.tell(new Observation.FleetLoaded(new Topology(Story.FLEET, "pc2")));
		assertThat(this.story.state.topology().self()).isEqualTo("pc2");
	}

	@Test
	void settingsThatContradictEachOtherAreRefused() {
		EngineSettings set = EngineSettings.defaults();
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new EngineSettings(set.settleDown(), set.settleService(), set.settleSmall(),
					set.settleLongest(), set.quiet(), set.recovery(), set.recoveryLongest(), set.reopenWithin(),
					set.flapCount(), set.flapWithin(), set.flapQuiet(), set.silentPeriods(), set.stragglers(),
					set.escalateAfter(), set.replayLongest()))
			.withMessageContaining("settleService=PT40S");
	}

	private Observation hub(HealthStatus status) {
		return new Observation.ServiceTold("hub@pc2", "pc2", status, this.story.now(), false, "refused-run");
	}

}
