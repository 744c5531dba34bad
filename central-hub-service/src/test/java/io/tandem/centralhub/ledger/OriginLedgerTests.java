package io.tandem.centralhub.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.centralhub.ledger.LedgerKey.Kind;
import io.tandem.wire.identity.SequenceRange;
import java.time.Instant;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OriginLedgerTests {

	private static final LedgerKey KEY = new LedgerKey(Kind.RECORD, "pc2", "e1");

	private final AtomicLong ids = new AtomicLong();

	private Instant now = Instant.parse("2026-01-01T00:00:00Z");

	private final Instant start = this.now;

	private OriginLedger ledger = OriginLedger.begin(KEY, 1, 100, this.now);

	private final Map<Long, Gap> gaps = new HashMap<>();

	private void record(long first, long last) {
		record(first, last, null);
	}

	private void record(long first, long last, String refusal) {
		this.now = this.now.plusSeconds(1);
		this.ledger = this.ledger.copy();
		this.ledger.record(first, last, refusal, this.now, this.ids::incrementAndGet);
		this.ledger.changedGaps().forEach((gap) -> this.gaps.put(gap.id(), gap));
		assertConsistent();
	}

	private void change(Consumer<OriginLedger> change) {
		this.now = this.now.plusSeconds(1);
		this.ledger = this.ledger.copy();
		change.accept(this.ledger);
		this.ledger.changedGaps().forEach((gap) -> this.gaps.put(gap.id(), gap));
		assertConsistent();
	}

	private void expect(long last) {
		change((ledger) -> ledger.expect(last, this.now, this.ids::incrementAndGet));
	}

	private void lost(long first, long last) {
		change((ledger) -> ledger.lost(new SequenceRange(first, last), "pruned", this.now, this.ids::incrementAndGet));
	}

	private void assertConsistent() {
		long remaining = this.gaps.values().stream().filter(Gap::isOpen).mapToLong(Gap::remaining).sum();
		assertThat(this.ledger.state().missingCount()).isEqualTo(remaining);
		assertThat(this.ledger.openGaps()).isEqualTo((int) this.gaps.values().stream().filter(Gap::isOpen).count());
		assertThat(this.ledger.state().missing().stream().mapToLong(SequenceRange::count).sum()).isEqualTo(remaining);
	}

	@Test
	void nothingIsMissingWhileRecordsComeInOrder() {
		record(1, 10);
		record(11, 11);
		assertThat(this.ledger.state().receivedCount()).isEqualTo(11);
		assertThat(this.ledger.state().missingCount()).isZero();
		assertThat(this.gaps).isEmpty();
		assertThat(this.ledger.state().firstSeen()).isEqualTo(this.start);
		assertThat(this.ledger.state().lastSeen()).isEqualTo(this.start.plusSeconds(2));
	}

	@Test
	void whatComesBeforeTheFirstArrivalIsMissing() {
		record(4, 5);
		assertThat(this.ledger.state().missing()).containsExactly(new SequenceRange(1, 3));
		assertThat(this.gaps.get(1L)).isEqualTo(new Gap(1, KEY, new SequenceRange(1, 3), 3, Gap.State.OPEN, "unknown",
				this.start.plusSeconds(1), null, null));
	}

	@Test
	void gapIsClosedByItsLastPieceWhateverTheOrder() {
		record(1, 1);
		record(10, 10);
		record(5, 6);
		assertThat(this.gaps.get(1L).remaining()).isEqualTo(6);
		record(2, 4);
		record(7, 9);
		assertThat(this.gaps).hasSize(1);
		assertThat(this.gaps.get(1L).state()).isEqualTo(Gap.State.CLOSED);
		assertThat(this.gaps.get(1L).openedAt()).isEqualTo(this.start.plusSeconds(2));
		assertThat(this.gaps.get(1L).closedAt()).isEqualTo(this.start.plusSeconds(5));
		assertThat(this.ledger.state().late()).isEqualTo(8);
		assertThat(this.ledger.state().duplicated()).isZero();
	}

	@Test
	void oneArrivalMayFillSeveralGapsAndOpenOne() {
		record(2, 2);
		record(4, 4);
		record(1, 9);
		record(12, 12);
		assertThat(this.ledger.state().late()).isEqualTo(2);
		assertThat(this.ledger.state().duplicated()).isEqualTo(2);
		assertThat(this.ledger.state().missing()).containsExactly(new SequenceRange(10, 11));
	}

	@Test
	void whatComesAgainIsDuplicatedAndNotLate() {
		record(1, 5);
		record(7, 7);
		record(3, 5);
		record(6, 7);
		assertThat(this.ledger.state().duplicated()).isEqualTo(4);
		assertThat(this.ledger.state().late()).isEqualTo(1);
		assertThat(this.ledger.state().receivedCount()).isEqualTo(7);
	}

	@Test
	void refusedIsAccountedForWithItsReason() {
		record(1, 3);
		record(4, 6, "refused-by-sink: 400");
		assertThat(this.ledger.state().missingCount()).isZero();
		assertThat(this.ledger.state().refused()).isEqualTo(3);
		assertThat(this.gaps.get(1L)).isEqualTo(new Gap(1, KEY, new SequenceRange(4, 6), 0, Gap.State.REFUSED,
				"refused-by-sink: 400", this.now, null, this.now));
		record(4, 6, "refused-by-sink: 400");
		assertThat(this.ledger.state().refused()).isEqualTo(3);
		assertThat(this.gaps).hasSize(1);
	}

	@Test
	void refusedClosesTheGapItWasMissingIn() {
		record(3, 3);
		record(1, 2, "refused-by-sink: 400");
		assertThat(this.gaps.get(1L).state()).isEqualTo(Gap.State.CLOSED);
		assertThat(this.gaps.get(2L).state()).isEqualTo(Gap.State.REFUSED);
	}

	@Test
	void tooManyHolesMakeTheLowestForgotten() {
		this.ledger = OriginLedger.begin(KEY, 1, 2, this.now);
		record(3, 3);
		record(5, 5);
		record(8, 8);
		assertThat(this.ledger.state().missing()).containsExactly(new SequenceRange(4, 4), new SequenceRange(6, 7));
		assertThat(this.ledger.state().forgotten()).isEqualTo(2);
		assertThat(this.ledger.state().receivedCount()).isEqualTo(3);
		assertThat(this.gaps.get(1L).state()).isEqualTo(Gap.State.FORGOTTEN);
		assertThat(this.gaps.get(1L).reason()).isEqualTo("too-many-ranges");
	}

	@Test
	void whatIsForgottenIsNeverTakenForArrived() {
		this.ledger = OriginLedger.begin(KEY, 1, 1, this.now);
		record(3, 3);
		record(5, 5);
		assertThat(this.ledger.state().contains(1, 2)).isFalse();
		record(1, 2);
		assertThat(this.ledger.state().duplicated()).isZero();
		assertThat(this.ledger.state().receivedCount()).isEqualTo(2);
		record(1, 4);
		assertThat(this.ledger.state().duplicated()).isEqualTo(1);
		assertThat(this.ledger.state().late()).isEqualTo(1);
	}

	@Test
	void partOfAGapMayBeForgotten() {
		this.ledger = OriginLedger.begin(KEY, 1, 2, this.now);
		record(10, 10);
		record(5, 5);
		record(7, 7);
		assertThat(this.ledger.state().missing()).containsExactly(new SequenceRange(6, 6), new SequenceRange(8, 9));
		assertThat(this.gaps.get(2L)).isEqualTo(new Gap(2, KEY, new SequenceRange(1, 4), 4, Gap.State.FORGOTTEN,
				"too-many-ranges", this.start.plusSeconds(1), null, this.now));
		record(6, 9);
		assertThat(this.gaps.get(1L).state()).isEqualTo(Gap.State.CLOSED);
	}

	@Test
	void aStreamThatIsReadFromFurtherBackHasALowerBaseline() {
		this.ledger = OriginLedger.begin(KEY, 50, 100, this.now);
		record(50, 50);
		assertThat(this.ledger.state().missingCount()).isZero();
		record(40, 40);
		assertThat(this.ledger.state().baseline()).isEqualTo(40);
		assertThat(this.ledger.state().missing()).containsExactly(new SequenceRange(41, 49));
		assertThat(this.ledger.state().late()).isZero();
		record(41, 49);
		assertThat(this.ledger.state().late()).isEqualTo(9);
		record(38, 40);
		assertThat(this.ledger.state().baseline()).isEqualTo(38);
		assertThat(this.ledger.state().missingCount()).isZero();
	}

	@Test
	void whatTheOriginSaysHasLeftItIsMissing() {
		record(1, 5);
		expect(9);
		expect(7);
		assertThat(this.ledger.state().missing()).containsExactly(new SequenceRange(6, 9));
		record(8, 8);
		record(12, 12);
		assertThat(this.ledger.state().missing()).hasToString("[6-7, 9-11]");
		record(6, 11);
		assertThat(this.gaps.values()).noneMatch(Gap::isOpen);
		assertThat(this.ledger.state().known()).hasToString("1-12");
	}

	@Test
	void ofAnOriginThatNothingCameOfEverythingIsMissing() {
		expect(9);
		assertThat(this.ledger.state().missingCount()).isEqualTo(9);
		record(1, 9);
		assertThat(this.gaps.get(1L).closedHow()).isEqualTo("late");
	}

	@Test
	void whatWasAskedForIsClosedByBackfill() {
		record(1, 1);
		record(5, 5);
		change((ledger) -> ledger.requested(new SequenceRange(2, 3), this.now));
		Instant requested = this.now;
		record(2, 4);
		assertThat(this.gaps.get(1L).closedHow()).isEqualTo("backfill");
		assertThat(this.gaps.get(1L).requestedAt()).isEqualTo(requested);
	}

	@Test
	void whatIsLostIsNotMissingAndIsTakenIfItComesAllTheSame() {
		record(1, 2);
		record(9, 9);
		lost(4, 6);
		assertThat(this.ledger.state().missing()).containsExactly(new SequenceRange(3, 3), new SequenceRange(7, 8));
		assertThat(this.gaps.get(2L).state()).isEqualTo(Gap.State.LOST);
		assertThat(this.gaps.get(2L).range()).isEqualTo(new SequenceRange(4, 6));
		assertThat(this.ledger.state().contains(4, 6)).isFalse();
		record(3, 5);
		assertThat(this.ledger.state().lost()).hasToString("6");
		record(6, 8);
		assertThat(this.ledger.state().lost().isEmpty()).isTrue();
		assertThat(this.gaps.get(1L).state()).isEqualTo(Gap.State.CLOSED);
		lost(1, 9);
		assertThat(this.ledger.state().lost().isEmpty()).isTrue();
	}

	@Test
	void goesOnFromWhatWasKept() {
		record(1, 2);
		record(9, 9);
		List<Gap> open = this.gaps.values().stream().filter(Gap::isOpen).toList();
		this.ledger = OriginLedger.of(this.ledger.state(), open, 100);
		record(3, 8);
		assertThat(this.gaps.get(1L).state()).isEqualTo(Gap.State.CLOSED);
		assertThat(this.ledger.state().known()).hasToString("1-9");
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6 })
	void gapsAndSequencesAgreeWhateverIsSaid(long seed) {
		Random random = new Random(seed);
		this.ledger = OriginLedger.begin(KEY, 1, 5 + random.nextInt(40), this.now);
		for (int step = 0; step < 1_000; step++) {
			int first = 1 + Math.max(0, step * 2 - random.nextInt(100));
			switch (random.nextInt(6)) {
				case 0 -> expect(first + random.nextInt(20));
				case 1 -> lost(first, first + random.nextInt(30));
				default -> record(first, first + random.nextInt(4));
			}
		}
		record(1, 3_000);
		assertThat(this.gaps.values()).noneMatch(Gap::isOpen);
		assertThat(this.ledger.state().lost().isEmpty()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4 })
	void everySequenceIsAccountedForOnce(long seed) {
		Random random = new Random(Long.getLong("seed", seed));
		BitSet model = new BitSet();
		long sent = 0;
		for (int step = 0; step < 1_000; step++) {
			int first = 1 + Math.max(0, step * 2 - random.nextInt(60));
			int last = first + random.nextInt(4);
			record(first, last);
			model.set(first, last + 1);
			sent += last - first + 1;
			EpochState state = this.ledger.state();
			if (state.forgotten() == 0) {
				assertThat(state.receivedCount()).isEqualTo(model.cardinality());
				assertThat(state.receivedCount() + state.duplicated()).isEqualTo(sent);
			}
		}
		record(1, model.length());
		assertThat(this.gaps.values()).noneMatch(Gap::isOpen);
	}

}
