package io.tandem.failover.detection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProbingTests {

	@Test
	void noMoreThanSoManyAreUnderWay() {
		Probing probing = Probing.from(0).begun(0, 10, 0).begun(10, 20, 0);
		assertThat(probing.isDue(20, 3)).isTrue();
		assertThat(probing.isDue(20, 2)).isFalse();
		assertThat(probing.ended(12).isDue(20, 2)).isTrue();
	}

	@Test
	void endIsThatOfTheNewestOneAskedForBeforeItsStart() {
		Probing probing = Probing.from(0).begun(0, 10, 0).begun(10, 20, 0).begun(20, 30, 0);
		assertThat(probing.ended(12).underWay()).containsExactly(0, 20);
		assertThat(probing.ended(5).underWay()).containsExactly(10, 20);
		assertThat(Probing.from(0).ended(5).underWay()).isEmpty();
	}

	@Test
	void probeThatNobodyTellsTheEndOfIsForgotten() {
		Probing probing = Probing.from(0).begun(0, 10, 0);
		assertThat(probing.isDue(2_999_999_999L, 1)).isFalse();
		assertThat(probing.isDue(3_000_000_000L, 1)).isTrue();
		assertThat(probing.begun(3_000_000_000L, 3_000_000_010L, 0).underWay()).containsExactly(3_000_000_000L);
	}

}
