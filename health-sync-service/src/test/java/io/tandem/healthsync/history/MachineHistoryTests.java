package io.tandem.healthsync.history;

import static io.tandem.healthsync.history.Messages.report;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.tandem.healthsync.Json;
import io.tandem.healthsync.state.HealthMessage;
import io.tandem.healthsync.state.StreamPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MachineHistoryTests {

	private static final Duration TRAIL = Duration.ofSeconds(60);

	private static final Duration KEEP = Duration.ofHours(24);

	private final MachineHistory history = history(List.of());

	private static MachineHistory history(List<KnownAgent> known) {
		MachineHistory history = new MachineHistory("pc2", TRAIL, KEEP, 3, known, null, null);
		history.opened(Messages.CREATED);
		return history;
	}

	private HistoryStep read(HealthMessage... messages) {
		HistoryStep step = this.history.decide(List.of(messages), Instant.now());
		this.history.apply(step);
		return step;
	}

	private static List<String> words(HistoryStep step) {
		return step.kept()
			.stream()
			.map((kept) -> kept.report().agent() + " " + kept.kind().word() + " " + kept.previous() + "->"
					+ kept.report().status())
			.toList();
	}

	@Test
	void everyChangeIsKeptAndATrailInBetween() {
		assertThat(words(read(report(1, "a", "UP", "e", 1), report(2, "a", "UP", "e", 2),
				report(3, "a", "DOWN", "e", 3), report(4, "a", "DOWN", "e", 4), report(62, "a", "DOWN", "e", 5),
				report(63, "a", "DOWN", "e", 6), report(64, "a", "DOWN", "f", 1), report(65, "a", "UP", "f", 2))))
			.containsExactly("a first null->UP", "a status UP->DOWN", "a trail DOWN->DOWN", "a life DOWN->DOWN",
					"a status DOWN->UP");
	}

	@Test
	void lateReportIsKeptAsWhatItIsAndADuplicateIsNot() {
		read(report(1, "a", "UP", "e", 1), report(2, "a", "UP", "e", 3));
		HistoryStep step = read(report(3, "a", "DOWN", "e", 2), report(4, "a", "DOWN", "e", 2),
				report(5, "a", "UP", "e", 4));
		assertThat(words(step)).containsExactly("a late UP->DOWN");
		assertThat(step.duplicates()).isEqualTo(1);
		assertThat(step.thinned()).isEqualTo(1);
	}

	@Test
	void relayedReportThatWasOvertakenIsKeptAsALateOne() {
		read(report(1, "a", "UP", "e", 1), report(2, "a", "UP", "f", 1));
		HealthMessage home = new HealthMessage("pc2", "HEALTH_PC2", "observability.health.pc2",
				new StreamPosition(3, Messages.START.plusSeconds(3)), false, true,
				Json.bytes(Json.report("a", "pc2", "DOWN", "e", 2)));
		assertThat(words(read(home))).containsExactly("a late UP->DOWN");
	}

	@Test
	void whatIsNoReportOfTheMachineIsPassedOverAndThePositionGoesOn() {
		HistoryStep step = read(Messages.of(1, "{}"), Messages.of(2, Json.report("a", "mainpc", "UP")));
		assertThat(step.kept()).isEmpty();
		assertThat(step.passed()).isEqualTo(2);
		assertThat(this.history.positionIn(Messages.CREATED, 2)).isEqualTo(step.position());
	}

	@Test
	void onlySoManyAgentsAreKeptUntilOldOnesGo() {
		assertThat(read(report(1, "a", "UP", "e", 1), report(2, "b", "UP", "e", 1), report(3, "c", "UP", "e", 1),
				report(4, "d", "UP", "e", 1), report(5, "a", "DOWN", "e", 2))
			.passed()).isEqualTo(1);
		long later = KEEP.toSeconds() + 3;
		assertThat(read(report(later, "a", "UP", "e", 3)).kept()).hasSize(1);
		assertThat(words(read(report(later + 1, "d", "UP", "e", 2)))).containsExactly("d first null->UP");
	}

	@Test
	void stepThatIsNotTakenOverChangesNothing() {
		read(report(1, "a", "UP", "e", 1));
		HealthMessage change = report(2, "a", "DOWN", "e", 2);
		assertThat(words(this.history.decide(List.of(change), Instant.now())))
			.isEqualTo(words(this.history.decide(List.of(change), Instant.now())))
			.containsExactly("a status UP->DOWN");
		assertThat(this.history.positionIn(Messages.CREATED, 1)).isNotNull();
	}

	@Test
	void positionHoldsInItsOwnStreamOnly() {
		read(report(5, "a", "UP", "e", 1));
		assertThat(this.history.positionIn(Messages.CREATED, 5)).isNotNull();
		assertThat(this.history.positionIn(Messages.CREATED, 4)).isNull();
		assertThat(this.history.positionIn(Messages.CREATED.plusSeconds(1), 5)).isNull();
		assertThatIllegalStateException()
			.isThrownBy(() -> new MachineHistory("pc2", TRAIL, KEEP, 3, List.of(), null, null).decide(List.of(),
					Instant.now()));
	}

	@Test
	void streamThatIsReadAgainAddsNothing() {
		HealthMessage[] messages = { report(1, "a", "UP", "e", 1), report(2, "a", "DOWN", "e", 2),
				Messages.of(3, Json.report("b", "pc2", "UP")), report(70, "a", "DOWN", "e", 3) };
		assertThat(read(messages).kept()).hasSize(4);
		this.history.opened(Messages.CREATED.plusSeconds(1));
		assertThat(read(messages).kept()).isEmpty();
	}

	@Test
	void howTheMessagesAreBatchedMakesNoDifference() {
		Random random = new Random(Long.getLong("seed", 3));
		List<HealthMessage> messages = new ArrayList<>();
		for (int n = 1; n <= 500; n++) {
			messages.add(report(n * 7L, "a" + random.nextInt(3), random.nextInt(4) == 0 ? "DOWN" : "UP", "e",
					Math.max(0, n - random.nextInt(3))));
		}
		List<String> whole = words(history(List.of()).decide(messages, Instant.now()));
		for (int round = 0; round < 20; round++) {
			MachineHistory inParts = history(List.of());
			List<String> parts = new ArrayList<>();
			int from = 0;
			while (from < messages.size()) {
				int to = Math.min(messages.size(), from + 1 + random.nextInt(50));
				HistoryStep step = inParts.decide(messages.subList(from, to), Instant.now());
				inParts.apply(step);
				parts.addAll(words(step));
				from = to;
			}
			assertThat(parts).isEqualTo(whole);
		}
	}

}
