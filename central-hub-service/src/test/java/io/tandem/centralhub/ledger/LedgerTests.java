package io.tandem.centralhub.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.tandem.centralhub.ledger.LedgerKey.Kind;
import io.tandem.test.time.MutableClock;
import io.tandem.wire.identity.RecordRange;
import io.tandem.wire.identity.SequenceRange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

class LedgerTests {

	private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");

	private final MutableClock clock = MutableClock.at(Instant.parse("2026-01-02T00:00:00Z"));

	private final MemoryStore store = new MemoryStore();

	private final LedgerProperties properties = new LedgerProperties(100, 4, Duration.ofDays(30), 1000,
			Duration.ofHours(1));

	private final LedgerKey stream = new LedgerKey(Kind.STREAM, "METRICS_PC2", "20260101T000000000Z");

	private Ledger ledger = new Ledger(this.store, this.properties, this.clock);

	private Arrival arrival(long sequence, RecordRange range) {
		return new Arrival(this.stream, sequence, CREATED.plusSeconds(sequence), range, null);
	}

	private static RecordRange range(long first, long last) {
		return new RecordRange("pc2", "e1", first, last);
	}

	private EpochState state(LedgerKey key) {
		return this.ledger.epochs()
			.stream()
			.map(Ledger.EpochSummary::state)
			.filter((state) -> state.key().equals(key))
			.findFirst()
			.orElseThrow();
	}

	@Test
	void countsRecordsAndMessages() {
		this.ledger.record(List.of(arrival(7, range(1, 3)), arrival(8, null), arrival(9, range(4, 4))));
		assertThat(state(LedgerKey.ofRecords(range(1, 1))).known()).hasToString("1-4");
		assertThat(state(this.stream).known()).hasToString("7-9");
		assertThat(state(this.stream).missingCount()).isZero();
		assertThat(state(this.stream).highestStoredAt()).isEqualTo(CREATED.plusSeconds(9));
	}

	@Test
	void redeliveredMessageIsNotADuplicatedRecord() {
		this.ledger.record(List.of(arrival(7, range(1, 3))));
		assertThat(this.ledger.standing(this.stream, 7, range(1, 3))).isEqualTo(Standing.REDELIVERED);
		this.ledger.record(List.of(arrival(7, range(1, 3))));
		assertThat(state(this.stream).duplicated()).isEqualTo(1);
		assertThat(state(LedgerKey.ofRecords(range(1, 1))).duplicated()).isZero();
	}

	@Test
	void recordsThatCameAnotherWayAreDuplicates() {
		this.ledger.record(List.of(arrival(7, range(1, 3))));
		assertThat(this.ledger.standing(this.stream, 8, range(2, 3))).isEqualTo(Standing.DUPLICATE);
		assertThat(this.ledger.standing(this.stream, 8, range(3, 4))).isEqualTo(Standing.NEW);
		assertThat(this.ledger.standing(this.stream, 8, null)).isEqualTo(Standing.NEW);
		this.ledger.record(List.of(arrival(8, range(2, 3))));
		assertThat(state(LedgerKey.ofRecords(range(1, 1))).duplicated()).isEqualTo(2);
		assertThat(state(this.stream).duplicated()).isZero();
	}

	@Test
	void nothingIsKnownThatCouldNotBeKept() {
		this.store.failing = true;
		assertThatIllegalStateException().isThrownBy(() -> this.ledger.record(List.of(arrival(7, range(2, 3)))));
		assertThat(this.ledger.standing(this.stream, 7, range(2, 3))).isEqualTo(Standing.NEW);
		assertThat(this.ledger.epochs()).isEmpty();
		this.store.failing = false;
		this.ledger.record(List.of(arrival(7, range(2, 3))));
		assertThat(this.store.gaps).containsOnlyKeys(1L);
	}

	@Test
	void goesOnAfterARestart() {
		this.ledger.record(List.of(arrival(7, range(3, 3))));
		this.ledger = new Ledger(this.store, this.properties, this.clock);
		assertThat(this.ledger.standing(this.stream, 7, range(3, 3))).isEqualTo(Standing.REDELIVERED);
		this.ledger.record(List.of(arrival(8, range(1, 2)), arrival(9, range(6, 6))));
		assertThat(this.store.gaps.get(1L).state()).isEqualTo(Gap.State.CLOSED);
		assertThat(this.store.gaps.get(2L).range()).isEqualTo(new SequenceRange(4, 5));
	}

	@Test
	void refusedRecordsAreNamedByTheirRangeElseByTheirMessage() {
		this.ledger.record(List.of(new Arrival(this.stream, 7, CREATED, range(1, 3), "refused-by-sink: 400"),
				new Arrival(this.stream, 8, CREATED, null, "refused-by-sink: 422")));
		assertThat(this.store.gaps.values()).extracting(Gap::key, Gap::range, Gap::state)
			.containsExactly(Tuple.tuple(LedgerKey.ofRecords(range(1, 3)), new SequenceRange(1, 3), Gap.State.REFUSED),
					Tuple.tuple(this.stream, new SequenceRange(8, 8), Gap.State.REFUSED));
	}

	@Test
	void tooManyEpochsMakeTheQuietestForgotten() {
		for (int epoch = 1; epoch <= 5; epoch++) {
			this.clock.advance(Duration.ofSeconds(1));
			this.ledger.record(List.of(arrival(epoch, new RecordRange("pc2", "e" + epoch, 1, 1))));
		}
		assertThat(this.ledger.epochs()).hasSize(4)
			.noneMatch((epoch) -> epoch.state().key().epoch().equals("e1"))
			.noneMatch((epoch) -> epoch.state().key().epoch().equals("e2"));
		assertThat(this.store.epochs).hasSize(4);
		assertThat(this.ledger.forgottenEpochs()).isEqualTo(2);
	}

	@Test
	void streamMadeAnewIsNumberedAnew() {
		this.ledger.record(List.of(arrival(7, null)));
		LedgerKey again = this.ledger.numbering("METRICS_PC2", CREATED).of(7, CREATED.plusSeconds(7));
		LedgerKey anew = this.ledger.numbering("METRICS_PC2", CREATED.plusMillis(1)).of(7, CREATED.plusSeconds(7));
		assertThat(again).isEqualTo(this.stream);
		assertThat(anew.epoch()).isEqualTo("20260101T000000001Z");
		assertThat(this.ledger.standing(anew, 7, null)).isEqualTo(Standing.NEW);
	}

	@Test
	void sequenceThatWasUsedAgainBeginsAnEpoch() {
		this.ledger.record(List.of(arrival(7, null), arrival(8, null), arrival(9, null)));
		StreamNumbering numbering = this.ledger.numbering("METRICS_PC2", CREATED);
		assertThat(numbering.of(8, CREATED.plusSeconds(8))).isEqualTo(this.stream);
		LedgerKey second = numbering.of(9, CREATED.plusSeconds(60));
		assertThat(second.epoch()).isEqualTo("20260101T000000000Z-2");
		assertThat(numbering.of(10, CREATED.plusSeconds(61))).isEqualTo(second);
		assertThat(numbering.of(9, CREATED.plusSeconds(60))).isEqualTo(second);
		this.ledger.record(List.of(new Arrival(second, 9, CREATED.plusSeconds(60), null, null)));
		assertThat(this.ledger.numbering("METRICS_PC2", CREATED).of(9, CREATED.plusSeconds(60))).isEqualTo(second);
	}

}
