package io.tandem.centralhub.resync;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.centralhub.ledger.EpochState;
import io.tandem.centralhub.ledger.LedgerKey;
import io.tandem.centralhub.ledger.LedgerKey.Kind;
import io.tandem.wire.identity.RangeSet;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComparisonTests {

	private static final LedgerKey KEY = new LedgerKey(Kind.RECORD, "pc2", "e1");

	private static final long SECOND = 1_000_000_000L;

	private final Comparison comparison = new Comparison(KEY, Duration.ofSeconds(10));

	private final Streams streams = new Streams();

	private long now;

	private RangeSet look(long seconds, String known, long delivered) {
		this.now += seconds * SECOND;
		EpochState state = known.isEmpty() ? null : new EpochState(KEY, 1, RangeSet.parse(known), 0, 0, 0, 0, 0,
				RangeSet.EMPTY, 0, Instant.EPOCH, Instant.EPOCH, null);
		return this.comparison.look(state, delivered, this.streams, this.now);
	}

	@Test
	void whatComesWithinTheGraceTimeIsNotAskedFor() {
		for (int i = 1; i < 20; i++) {
			// always five under way
			assertThat(look(5, "1-" + 100 * i, 100 * i + 5)).isEqualTo(RangeSet.EMPTY);
		}
		assertThat(this.comparison.equalUpTo()).isGreaterThan(1_000);
	}

	@Test
	void aHoleAndATailThatStayAreAskedForAndAreRepaired() {
		look(0, "1-50,61-100", 120);
		assertThat(look(5, "1-50,61-100", 130)).isEqualTo(RangeSet.EMPTY);
		RangeSet due = look(5, "1-50,61-100", 140);
		assertThat(due).hasToString("51-60,101-120");
		this.comparison.requested(due);
		assertThat(this.comparison.equalUpTo()).isZero();
		look(5, "1-55,61-140", 140);
		assertThat(this.comparison.repaired()).isEqualTo(25);
		assertThat(this.comparison.awaited()).hasToString("56-60");
		assertThat(look(5, "1-140", 150)).isEqualTo(RangeSet.EMPTY);
		assertThat(this.comparison.repaired()).isEqualTo(30);
		assertThat(this.comparison.equalUpTo()).isEqualTo(140);
	}

	@Test
	void ofALedgerThatIsEmptyEverythingIsMissing() {
		look(0, "", 7);
		assertThat(look(10, "", 9)).hasToString("1-7");
	}

	@Test
	void nothingIsAskedForThatStillLiesInAStream() {
		this.streams.isTaken = false;
		look(0, "1-10", 20);
		assertThat(look(60, "1-10", 20)).isEqualTo(RangeSet.EMPTY);
		this.streams.isTaken = true;
		assertThat(look(1, "1-10", 20)).hasToString("11-20");
	}

	@Test
	void whileSomeOfItStillComesThereIsMorePatienceButNotForEver() {
		look(0, "1-10", 1_000);
		int asked = 0;
		long known = 10;
		for (int i = 0; i < 10; i++) {
			known += 10;
			asked += look(10, "1-" + known, 1_000).isEmpty() ? 0 : 1;
		}
		assertThat(asked).isEqualTo(1);
	}

	@Test
	void beginsAnewWhenTheOriginOrTheBrokerWasAway() {
		look(0, "1-10", 20);
		this.comparison.interrupted();
		assertThat(look(10, "1-10", 20)).isEqualTo(RangeSet.EMPTY);
		assertThat(look(10, "1-10", 20)).hasToString("11-20");
		this.streams.ends = Optional.empty();
		look(10, "1-10", 20);
		assertThat(look(10, "1-10", 20)).isEqualTo(RangeSet.EMPTY);
	}

	private static final class Streams implements Inflow {

		private Optional<Map<String, Long>> ends = Optional.of(Map.of("METRICS_PC2", 1L));

		private boolean isTaken = true;

		@Override
		public Optional<Map<String, Long>> ends() {
			return this.ends;
		}

		@Override
		public boolean isTaken(Map<String, Long> ends) {
			return this.isTaken;
		}

	}

}
