package io.tandem.acceptance.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class BenchOptionsTests {

	@Test
	void takesAllFaultsAndBothSidesUnlessTold() {
		BenchOptions options = BenchOptions.parse(List.of("failover"));
		assertThat(options.faults()).containsExactly(Fault.values());
		assertThat(options.sides()).containsExactly(Side.values());
		assertThat(options.runs()).isEqualTo(1);
	}

	@Test
	void takesFaultsByTheirWords() {
		BenchOptions options = BenchOptions
			.parse(List.of("failover", "5xx", "slow-x100", "--runs", "30", "--side", "haproxy", "loss-5"));
		assertThat(options.faults()).containsExactly(Fault.HTTP_5XX, Fault.SLOW_X100, Fault.LOSS_5);
		assertThat(options.sides()).containsExactly(Side.HAPROXY);
		assertThat(options.runs()).isEqualTo(30);
	}

	@Test
	void saysWhatItDoesNotKnow() {
		assertThatIllegalArgumentException().isThrownBy(() -> BenchOptions.parse(List.of()))
			.withMessageContaining("failover, outage, gray, idle");
		assertThatIllegalArgumentException().isThrownBy(() -> BenchOptions.parse(List.of("failover", "fire")))
			.withMessageContaining("there is no fault fire; there are sigkill, ");
		assertThatIllegalArgumentException().isThrownBy(() -> BenchOptions.parse(List.of("gray", "--rounds", "0")));
		assertThatIllegalArgumentException().isThrownBy(() -> BenchOptions.parse(List.of("gray", "--rounds")));
	}

}
