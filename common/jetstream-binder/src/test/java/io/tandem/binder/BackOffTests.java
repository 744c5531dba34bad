package io.tandem.binder;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackOffTests {

	private final BackOff backOff = new BackOff(Duration.ofSeconds(1), 2, Duration.ofSeconds(10));

	@Test
	void waitsGrowByTheFactor() {
		assertThat(this.backOff.after(1)).isEqualTo(Duration.ofSeconds(1));
		assertThat(this.backOff.after(2)).isEqualTo(Duration.ofSeconds(2));
		assertThat(this.backOff.after(4)).isEqualTo(Duration.ofSeconds(8));
	}

	@Test
	void waitsEndAtTheLimitHoweverManyTriesThereWere() {
		assertThat(this.backOff.after(5)).isEqualTo(Duration.ofSeconds(10));
		assertThat(this.backOff.after(Long.MAX_VALUE)).isEqualTo(Duration.ofSeconds(10));
	}

}
