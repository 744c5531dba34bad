package io.tandem.failover.detection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RoundTripTests {

	@Test
	void firstSampleIsTheMeanAndHalfOfItTheDeviation() {
		assertThat(RoundTrip.UNKNOWN.observe(8000)).isEqualTo(new RoundTrip(8000, 4000));
	}

	@Test
	void laterSamplesCountAnEighthAndAQuarter() {
		assertThat(new RoundTrip(8000, 4000).observe(16_000)).isEqualTo(new RoundTrip(9000, 5000));
		assertThat(new RoundTrip(8000, 4000).observe(8000)).isEqualTo(new RoundTrip(8000, 3000));
	}

	@Test
	void onePauseIsForgottenAfterSomeAnswers() {
		RoundTrip roundTrip = new RoundTrip(4_000_000, 100_000).observe(900_000_000);
		assertThat(roundTrip.usualNanos()).isGreaterThan(900_000_000);
		for (int i = 0; i < 30; i++) {
			roundTrip = roundTrip.observe(4_000_000);
		}
		assertThat(roundTrip.usualNanos()).isLessThan(25_000_000);
	}

}
