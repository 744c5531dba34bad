package io.tandem.healthsync.incident;

import static io.tandem.wire.health.HealthStatus.DOWN;
import static io.tandem.wire.health.HealthStatus.UP;
import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.healthsync.incident.Command.Summarise;
import io.tandem.wire.health.HealthStatus;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** History tells nobody anything but one summary. */
class ReplayTests {

	private final Story story = new Story().goOn(60);

	@Test
	void aCutOfTheLinkIsOnePageHoweverManyAgentsAreBehindIt() {
		cut();
		assertThat(this.story.goOn(180).pages()).containsExactly("link mainpc-pc2");
		heal();
		this.story.tell(new Observation.ReplayEnded("pc2")).goOn(60);
		assertThat(this.story.pages()).hasSize(1);
		assertThat(this.story.told(Command.Close.class)).hasSize(1);
		assertThat(this.story.told(Summarise.class)).isEmpty();
	}

	@Test
	void aCascadeThatTheCutHidesIsNotToldButSummarised() {
		this.story.is("Far", DOWN).goOn(10);
		cut();
		this.story.goOn(5).is("FarChild", DOWN).goOn(120).is("Far", UP).goOn(3).is("FarChild", UP).goOn(60);
		heal();
		this.story.tell(new Observation.ReplayEnded("pc2")).goOn(60);
		assertThat(this.story.pages()).containsExactly("link mainpc-pc2");
		Summarise summary = this.story.told(Summarise.class).getFirst();
		assertThat(summary.incidents()).extracting(Incident::root).containsExactly("Far");
		assertThat(summary.stillOpen()).isZero();
		assertThat(summary.from()).isEqualTo(Story.ZERO.plusSeconds(70));
	}

	@Test
	void whatGoesOnAfterTheCutIsKnownAndNotToldAgain() {
		cut();
		this.story.goOn(60).is("Far", DOWN).goOn(2).is("FarChild", DOWN).goOn(120);
		heal();
		this.story.tell(new Observation.ReplayEnded("pc2")).goOn(100);
		assertThat(this.story.pages()).containsExactly("link mainpc-pc2");
		Summarise summary = this.story.told(Summarise.class).getFirst();
		assertThat(summary.stillOpen()).isOne();
		assertThat(this.story.state.active()).extracting(Incident::root).containsExactly("Far");
		assertThat(this.story.state.active().getFirst().wasTold()).isFalse();
		this.story.is("Far", UP).is("FarChild", UP).goOn(40);
		assertThat(this.story.told(Command.Close.class)).extracting((close) -> close.incident().wasTold())
			.containsExactly(true, false);
	}

	@Test
	void whatComesBeforeItIsKnownThatTheLinkIsBackIsHistory() {
		cut();
		this.story.goOn(60).is("Far", DOWN).goOn(60).catchesUp().goOn(5);
		this.story.tell(new Observation.LinkRestored("pc2"));
		this.story.tell(new Observation.ReplayEnded("pc2")).goOn(100);
		assertThat(this.story.pages()).containsExactly("link mainpc-pc2");
		assertThat(this.story.told(Summarise.class)).hasSize(1);
	}

	@Test
	void aBrokerThatWasAwayForLongIsOnePageAndWhatItHoldsIsHistory() {
		this.story.muteMachines.addAll(Set.of("mainpc", "pc2"));
		this.story.tell(broker(DOWN))
			.tell(new Observation.ReplayStarted(Set.of("mainpc", "pc2"), this.story.now()))
			.goOn(200)
			.is("Lone", DOWN)
			.goOn(200);
		assertThat(this.story.pages()).containsExactly("broker@mainpc");
		this.story.catchesUp().tell(broker(UP));
		ended().goOn(100);
		assertThat(this.story.pages()).containsExactly("broker@mainpc");
		assertThat(this.story.told(Summarise.class).getFirst().incidents()).extracting(Incident::root)
			.containsExactly("Lone");
	}

	@Test
	void anIncidentThatWasOpenBeforeTheCutStaysOpenThroughIt() {
		this.story.is("Far", DOWN).goOn(80);
		cut();
		this.story.goOn(120).is("Far", UP).goOn(60);
		assertThat(this.story.state.active()).extracting(Incident::root).containsExactly("Far", "link mainpc-pc2");
		heal();
		this.story.tell(new Observation.ReplayEnded("pc2")).goOn(60);
		assertThat(this.story.pages()).containsExactly("Far", "link mainpc-pc2");
		assertThat(this.story.state.active()).isEmpty();
		assertThat(this.story.told(Summarise.class)).isEmpty();
	}

	@Test
	void theNearSideIsJudgedWhileTheFarSidesHistoryIsRead() {
		cut();
		this.story.goOn(60);
		heal();
		this.story.is("Lone", DOWN).goOn(80);
		assertThat(this.story.pages()).containsExactly("link mainpc-pc2", "Lone");
	}

	@Test
	void aRestartTellsNobodyOfWhatIsToldAlready() {
		this.story.is("Store", DOWN).goOn(80);
		this.story.restarts().tell(new Observation.ReplayStarted(Set.of("mainpc", "pc2"), this.story.now()));
		this.story.replayed("Store", DOWN, 60).replayed("Api", UP, 60).replayed("Far", UP, 60);
		ended().goOn(100);
		assertThat(this.story.pages()).isEmpty();
		assertThat(this.story.told(Summarise.class)).isEmpty();
		assertThat(this.story.state.active()).extracting(Incident::root).containsExactly("Store");
	}

	@Test
	void anOutageOfTheServiceIsSummarisedOnce() {
		this.story.restarts();
		this.story.second += 600;
		this.story.tell(new Observation.ReplayStarted(Set.of("mainpc", "pc2"), Story.ZERO.plusSeconds(60)));
		this.story.replayed("Lone", DOWN, 100)
			.replayed("Lone", UP, 200)
			.replayed("Far", DOWN, 400)
			.replayed("FarChild", DOWN, 402);
		this.story.is("Far", DOWN).is("FarChild", DOWN);
		ended().goOn(100);
		assertThat(this.story.pages()).isEmpty();
		assertThat(this.story.told(Summarise.class)).hasSize(1);
		Summarise summary = this.story.told(Summarise.class).getFirst();
		assertThat(summary.incidents()).extracting(Incident::root).containsExactly("Lone", "Far");
		assertThat(summary.stillOpen()).isOne();
	}

	@Test
	void aSecondStartBeforeAllWasKnownDoesNotSummariseAgain() {
		for (int start = 0; start < 2; start++) {
			this.story.restarts();
			this.story.second += 600;
			this.story.tell(new Observation.ReplayStarted(Set.of("mainpc", "pc2"), Story.ZERO.plusSeconds(60)));
			this.story.tell(new Observation.LinkLost("pc2"));
			this.story.replayed("Lone", DOWN, 100).replayed("Lone", UP, 200).replayed("Web", DOWN, 400);
			this.story.is("Web", DOWN).tell(new Observation.ReplayEnded("mainpc"));
			assertThat(this.story.told(Summarise.class)).hasSize(1 - start);
		}
	}

	@Test
	void ownAgentsAreNotSilentBecauseNobodyWasThereToHearThem() {
		this.story.restarts();
		this.story.second += 600;
		this.story.tell(new Observation.ReplayStarted(Set.of("mainpc", "pc2"), Story.ZERO.plusSeconds(60)));
		this.story.replayed("Lone", UP, 55);
		ended().goOn(100);
		assertThat(this.story.commands).isEmpty();
	}

	@Test
	void historyThatNeverEndsIsTakenForReadAtLast() {
		this.story.tell(new Observation.ReplayStarted(Set.of("pc2"), null)).goOn(299);
		assertThat(this.story.state.replaying()).containsExactly("pc2");
		assertThat(this.story.goOn(3).state.replaying()).isEmpty();
	}

	@Test
	void aMachineThatIsCutOffKeepsItsHistoryForLater() {
		this.story.restarts().tell(new Observation.ReplayStarted(Set.of("mainpc", "pc2"), Story.ZERO));
		cut();
		this.story.tell(new Observation.ReplayEnded("mainpc"));
		assertThat(this.story.state.replaying()).containsExactly("pc2");
		heal();
		assertThat(this.story.tell(new Observation.ReplayEnded("pc2")).state.replaying()).isEmpty();
	}

	private Observation broker(HealthStatus status) {
		return new Observation.ServiceTold("broker@mainpc", "mainpc", status, this.story.now(), false, "test");
	}

	private Story ended() {
		return this.story.tell(new Observation.ReplayEnded("pc2")).tell(new Observation.ReplayEnded("mainpc"));
	}

	private void cut() {
		this.story.muteMachines.add("pc2");
		this.story.tell(new Observation.LinkLost("pc2"));
	}

	private void heal() {
		this.story.tell(new Observation.LinkRestored("pc2")).catchesUp();
	}

}
