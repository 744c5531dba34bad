package io.tandem.acceptance.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.acceptance.failover.Drain.Sample;
import java.util.List;
import org.junit.jupiter.api.Test;

class DrainTests {

	private static final long UP = 10_000_000_000L;

	@Test
	void freshnessBeginsWithTheFirstYoungRecordAfterTheOutage() {
		assertThat(Drain.freshness(List.of(at(9, 1), at(11, 30), at(12, 1.5), at(13, 0.5)), UP))
			.isEqualTo("younger than 2 s from 2.0 s after the end of the outage on;"
					+ " then p50 500, p99 1500, max 1500 ms old (2 looks)");
	}

	@Test
	void aStoreThatWasNeverFreshIsCalledSo() {
		assertThat(Drain.freshness(List.of(at(9, 1), at(11, 30), at(12, Double.NaN), at(13, 3)), UP))
			.isEqualTo("never younger than 2 s after the outage, 3.0 s at best (2 looks)");
	}

	@Test
	void aStoreThatWasNeverAskedIsCalledSo() {
		assertThat(Drain.freshness(List.of(at(9, 1), at(11, Double.NaN)), UP)).startsWith("not known");
	}

	private static Sample at(long seconds, double age) {
		return new Sample(seconds * 1_000_000_000L, "local-hub", 0, age);
	}

}
