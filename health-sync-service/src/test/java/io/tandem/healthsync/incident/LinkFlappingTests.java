package io.tandem.healthsync.incident;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A link that comes and goes calls once, and is over once. */
class LinkFlappingTests {

	private static final String LINK = "link mainpc-pc2";

	private final Story story = new Story().goOn(60);

	@Test
	void aCutIsToldAfterTheSettleTimeAndOverAfterTheRecovery() {
		cut(14).heal();
		assertThat(this.story.pages()).isEmpty();
		this.story.goOn(900);
		cut(16);
		assertThat(this.story.pages()).containsExactly(LINK);
		heal().goOn(29);
		assertThat(this.story.told(Command.Close.class)).isEmpty();
		assertThat(this.story.goOn(3).told(Command.Close.class)).hasSize(1);
	}

	@Test
	void whatWasCutBeforeHasToStayCutTwiceAsLongEachTime() {
		for (int hold : new int[] { 15, 30, 60, 90 }) {
			cut(hold - 1).heal();
			assertThat(this.story.pages()).isEmpty();
			this.story.goOn(20);
		}
		this.story.goOn(1_300);
		cut(16);
		assertThat(this.story.pages()).containsExactly(LINK);
	}

	@Test
	void shortSilencesAgainAndAgainCallNobodyWhileItIsWell() {
		for (int i = 0; i < 4; i++) {
			cut(4).heal().goOn(20);
		}
		assertThat(this.story.goOn(400).commands).isEmpty();
	}

	@Test
	void oneThatFlapsOnAndOnCallsOnceAndIsOverOnce() {
		for (int i = 0; i < 40; i++) {
			cut(5).heal().goOn(25);
		}
		assertThat(this.story.pages()).containsExactly(LINK);
		assertThat(this.story.told(Command.Escalate.class)).isEmpty();
		assertThat(this.story.told(Command.Close.class)).isEmpty();
		assertThat(this.story.goOn(400).told(Command.Close.class)).hasSize(1);
		assertThat(this.story.goOn(400).pages()).hasSize(1);
	}

	@Test
	void oneThatWasToldAndThenFlapsIsNotToldAgain() {
		cut(40).heal();
		for (int i = 0; i < 20; i++) {
			this.story.goOn(20);
			cut(20).heal();
		}
		assertThat(this.story.pages()).containsExactly(LINK);
		assertThat(this.story.told(Command.Close.class)).isEmpty();
		assertThat(this.story.goOn(900).told(Command.Close.class)).hasSize(1);
	}

	private Story heal() {
		return this.story.tell(new Observation.LinkRestored("pc2"))
			.catchesUp()
			.tell(new Observation.ReplayEnded("pc2"));
	}

	private LinkFlappingTests cut(int seconds) {
		this.story.muteMachines.add("pc2");
		this.story.tell(new Observation.LinkLost("pc2")).goOn(seconds);
		return this;
	}

}
