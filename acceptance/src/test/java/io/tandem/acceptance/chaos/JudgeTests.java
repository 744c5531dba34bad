package io.tandem.acceptance.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.acceptance.check.StoredPushes;
import io.tandem.acceptance.testbed.Push;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JudgeTests {

	private final List<Push> pushes = List.of(push(1, 204), push(2, 204), push(3, 0), push(4, 204), push(5, 503));

	private static Push push(long number, int status) {
		return new Push("pc2", "a", number, 0, 0, status, "");
	}

	private Judge judge(Long... stored) {
		return Judge.of(this.pushes, new StoredPushes(Map.of("a", List.of(stored)), 0, List.of()), Map.of());
	}

	@Test
	void allThatWasAcknowledgedIsThereOnceAndInOrder() {
		Judge judge = judge(1L, 2L, 4L);
		assertThat(judge).isEqualTo(new Judge(3, 0, 0, 0, 0, Map.of()));
		assertThat(judge(1L, 2L, 3L, 4L)).as("one that failed may be stored").isEqualTo(judge);
	}

	@Test
	void oneLostOneTwiceAndOneOutOfPlaceAreFound() {
		assertThat(judge(1L, 4L)).isEqualTo(new Judge(3, 1, 0, 0, 0, Map.of("a", "{2}")));
		assertThat(judge(1L, 2L, 2L, 4L)).isEqualTo(new Judge(3, 0, 0, 1, 0, Map.of()));
		assertThat(judge(1L, 4L, 2L)).isEqualTo(new Judge(3, 0, 0, 0, 1, Map.of()));
	}

	@Test
	void whatOnlyALostDiskHadIsGoneAndNotLost() {
		Push old = new Push("pc2", "b", 1, 0, 1_000_000_000, 204, "");
		Push fresh = new Push("pc2", "b", 2, 0, 4_500_000_000L, 204, "");
		Push later = new Push("pc2", "b", 3, 0, 6_000_000_000L, 204, "");
		Judge judge = Judge.of(List.of(old, fresh, later), new StoredPushes(Map.of(), 0, List.of()),
				Map.of("pc2", 5_000_000_000L));
		assertThat(judge).isEqualTo(new Judge(3, 2, 1, 0, 0, Map.of("b", "{1, 3}")));
	}

	@Test
	void ofAnAgentThatNothingIsStoredOfAllIsLost() {
		assertThat(Judge.of(this.pushes, new StoredPushes(Map.of(), 0, List.of()), Map.of()).lost()).isEqualTo(3);
	}

}
