package io.tandem.failover.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.failover.detection.Observation.Outcome;
import io.tandem.failover.detection.Observation.Result;
import io.tandem.failover.detection.Observation.Source;
import org.junit.jupiter.api.Test;

class TrailTests {

	private static final Tier HUB = new Tier(Tier.Kind.LOCAL_HUB, "pc2");

	@Test
	void newestSuccessTakesThePlaceOfTheOneBefore() {
		Trail trail = Trail.EMPTY.and(success(Source.PROBE, 1))
			.and(success(Source.DELIVERY, 2))
			.and(success(Source.PROBE, 3))
			.and(success(Source.DELIVERY, 4))
			.and(failure(5))
			.and(success(Source.PROBE, 6));
		assertThat(trail.newest()).extracting(Observation::at).containsExactly(3L, 4L, 5L, 6L);
	}

	@Test
	void oldestGoWhenItIsFull() {
		Trail trail = Trail.EMPTY;
		for (int i = 1; i <= 1000; i++) {
			trail = trail.and(failure(i));
		}
		assertThat(trail.newest()).hasSize(Trail.KEPT);
		assertThat(trail.newest().getFirst().at()).isEqualTo(1000 - Trail.KEPT + 1);
		assertThat(trail.newest().getLast().at()).isEqualTo(1000);
	}

	private static Observation success(Source source, long at) {
		return new Outcome(HUB, source, at - 1, at, new Result.Success());
	}

	private static Observation failure(long at) {
		return new Outcome(HUB, Source.PROBE, at - 1, at, new Result.Failure(Result.Failure.Kind.TIMEOUT, ""));
	}

}
