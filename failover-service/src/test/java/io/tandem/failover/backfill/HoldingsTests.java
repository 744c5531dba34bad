package io.tandem.failover.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.failover.spool.Gap;
import io.tandem.wire.backfill.BackfillAnswer.Gone;
import io.tandem.wire.identity.SequenceRange;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class HoldingsTests {

	private final Holdings holdings = new Holdings("e1", 100, 200,
			List.of(new Gap("e1", 120, 130, Gap.Reason.DAMAGED, "bad checksum", Instant.EPOCH)));

	@Test
	void whatIsPrunedOrDamagedIsGoneAndWhatIsNotYetThereIsNeither() {
		Holdings.Split split = this.holdings.split("e1",
				List.of(new SequenceRange(90, 125), new SequenceRange(150, 150), new SequenceRange(199, 210)));
		assertThat(split.here()).hasToString("[100-119, 150, 199-200]");
		assertThat(split.gone()).containsExactly(
				new Gone(new SequenceRange(90, 99), "pruned", "dropped by age or size after it was delivered"),
				new Gone(new SequenceRange(120, 125), "damaged", "bad checksum"));
	}

	@Test
	void ofAnotherLifeEverythingIsGone() {
		Holdings.Split split = this.holdings.split("e0", List.of(new SequenceRange(150, 151)));
		assertThat(split.here()).isEmpty();
		assertThat(split.gone()).extracting(Gone::reason).containsExactly("epoch-lost");
	}

}
