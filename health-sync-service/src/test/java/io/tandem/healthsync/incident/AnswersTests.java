package io.tandem.healthsync.incident;

import static io.tandem.wire.health.HealthStatus.DOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.healthsync.incident.Answer.Acknowledgement;
import io.tandem.healthsync.incident.Answer.Silence;
import io.tandem.healthsync.incident.Observation.Answered;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is said on one machine holds on both. */
class AnswersTests {

	private final Story here = new Story().goOn(60).is("Lone", DOWN).goOn(80);

	private final Story there = new Story().goOn(60).is("Lone", DOWN).goOn(80);

	private final String id = incident(this.here).id();

	@Test
	void ofTwoTheLaterOneHoldsInWhateverOrderTheyCome() {
		Answered first = taken("ann", this.here.now(), "pc2");
		Answered second = taken("bob", this.here.now().plusSeconds(1), "mainpc");
		this.here.tell(first).tell(second);
		this.there.tell(second).tell(first);
		assertThat(incident(this.here).acknowledged()).isEqualTo(second.answer());
		assertThat(incident(this.there).acknowledged()).isEqualTo(second.answer());
	}

	@Test
	void ofTwoAtOneInstantTheMachineTells() {
		Answered one = taken("ann", this.here.now(), "mainpc");
		Answered other = taken("bob", this.here.now(), "pc2");
		this.here.tell(one).tell(other);
		this.there.tell(other).tell(one);
		assertThat(incident(this.here).acknowledged()).isEqualTo(other.answer());
		assertThat(incident(this.there).acknowledged()).isEqualTo(other.answer());
	}

	@Test
	void bothMachinesComeToTheSameHoweverMuchIsSaidAndRepeated() {
		Random random = new Random(7);
		List<Answered> all = new ArrayList<>();
		for (int i = 0; i < 40; i++) {
			Instant at = this.here.now().plusSeconds(random.nextInt(10));
			String on = random.nextBoolean() ? "mainpc" : "pc2";
			all.add(taken("p" + random.nextInt(3), at, on));
			all.add(new Answered(this.id, "Lone",
					new Silence("p" + random.nextInt(3), "known", at.plusSeconds(random.nextInt(100)), at, on)));
		}
		Collections.shuffle(all, random);
		all.forEach(this.here::tell);
		Collections.shuffle(all, random);
		all.forEach(this.there::tell);
		all.forEach(this.there::tell);
		assertThat(incident(this.there).acknowledged()).isEqualTo(incident(this.here).acknowledged());
		assertThat(incident(this.there).silenced()).isEqualTo(incident(this.here).silenced());
	}

	@Test
	void whatIsSaidAgainChangesNothing() {
		Answered answered = taken("ann", this.here.now(), "pc2");
		this.here.tell(answered);
		int commands = this.here.commands.size();
		assertThat(this.here.tell(answered).commands).hasSize(commands);
	}

	@Test
	void anIncidentThatIsOnlySeenLaterIsTakenOnAlready() {
		Story late = new Story().tell(taken("ann", this.here.now(), "pc2")).goOn(60).is("Lone", DOWN).goOn(80);
		Command.Open open = late.told(Command.Open.class).getFirst();
		assertThat(open.incident().id()).isEqualTo(this.id);
		assertThat(open.incident().acknowledged()).extracting(Acknowledgement::on).isEqualTo("pc2");
	}

	@Test
	void anotherIdentityOfTheSameRootIsTheSameToPeople() {
		Answer answer = new Acknowledgement("ann", "looking", this.here.now(), "pc2");
		this.here.tell(new Answered("another", "Lone", answer));
		assertThat(incident(this.here).acknowledged()).isEqualTo(answer);
	}

	@Test
	void whatBeganAfterItWasSaidIsNotMeant() {
		Answer answer = new Acknowledgement("ann", "looking", incident(this.here).openedAt().minusSeconds(1), "pc2");
		this.here.tell(new Answered("another", "Lone", answer));
		assertThat(incident(this.here).acknowledged()).isNull();
	}

	@Test
	void oneThatIsSilencedThereDoesNotCallHere() {
		this.here.tell(new Answered(this.id, "Lone",
				new Silence("ann", "known", this.here.now().plus(Duration.ofHours(1)), this.here.now(), "pc2")));
		assertThat(incident(this.here).isSilenced(this.here.now())).isTrue();
		assertThat(incident(this.here).timeline().getLast().what()).startsWith("silenced by ann on pc2 until ");
	}

	@Test
	void onlySoMuchIsRemembered() {
		Answers answers = Answers.NONE;
		for (int i = 0; i <= Answers.MOST; i++) {
			Answered next = new Answered("i" + i, "Lone", new Acknowledgement("ann", "x", Story.ZERO, "pc2"));
			assertThat(answers.isFullFor(next)).isEqualTo(i == Answers.MOST);
			answers = answers.with(next, Story.ZERO);
		}
		assertThat(answers.kept()).hasSize(Answers.MOST).extracting(Answered::incident).doesNotContain("i0");
	}

	private Answered taken(String by, Instant at, String on) {
		return new Answered(this.id, "Lone", new Acknowledgement(by, "looking", at, on));
	}

	private static Incident incident(Story story) {
		return story.state.active().getFirst();
	}

}
