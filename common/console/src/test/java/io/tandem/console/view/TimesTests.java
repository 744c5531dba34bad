package io.tandem.console.view;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class TimesTests {

	private final Times times = new Times(Instant.parse("2026-01-31T14:05:11Z"));

	@Test
	void todayIsATimeOfDay() {
		assertThat(this.times.at(Instant.parse("2026-01-31T14:02:11.25Z")))
			.isEqualTo(new When("2026-01-31T14:02:11.250Z", "14:02:11", "2 min 59 s ago"));
	}

	@Test
	void anotherDayIsNamed() {
		assertThat(this.times.at(Instant.parse("2026-01-30T23:59:59Z")).text()).isEqualTo("30 Jan 23:59:59");
	}

	@Test
	void whatIsAheadIsJustNow() {
		assertThat(this.times.at(Instant.parse("2026-01-31T14:05:12Z")).ago()).isEqualTo("just now");
	}

	@Test
	void millisecondsAreThereWhereTheyMatter() {
		assertThat(this.times.exact(Instant.parse("2026-01-31T14:02:11.25Z")).text()).isEqualTo("14:02:11.250");
	}

	@Test
	void noTimeIsNone() {
		assertThat(this.times.when(null)).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "PT0.25S, 250 ms", "PT59S, 59 s", "PT60S, 1 min", "PT1H, 1 h", "PT1H30M, 1 h 30 min",
			"PT49H, 2 d 1 h" })
	void durationsHaveTheirTwoLargestUnits(Duration duration, String words) {
		assertThat(Times.lasted(duration)).isEqualTo(words);
	}

}
