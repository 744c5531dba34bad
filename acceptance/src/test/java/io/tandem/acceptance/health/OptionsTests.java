package io.tandem.acceptance.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTests {

	@Test
	void eachScenarioHasALengthOfItsOwn() {
		assertThat(Options.parse(List.of("health")).seconds()).isEqualTo(60);
		assertThat(Options.parse(List.of("partition")).seconds()).isEqualTo(180);
		assertThat(Options.parse(List.of("partition", "--seconds", "20", "--root", "ErrorBus")))
			.satisfies((options) -> assertThat(options.seconds()).isEqualTo(20))
			.satisfies((options) -> assertThat(options.root()).isEqualTo("ErrorBus"));
	}

	@Test
	void theLoadCanBeLeftOut() {
		assertThat(Options.parse(List.of("health", "--loaded", "0", "--pushes", "77")))
			.satisfies((options) -> assertThat(options.loaded()).isZero())
			.satisfies((options) -> assertThat(options.pushes()).isEqualTo(77));
	}

	@Test
	void saysWhatItDoesNotKnow() {
		assertThatIllegalArgumentException().isThrownBy(() -> Options.parse(List.of()))
			.withMessageContaining("health, partition");
		assertThatIllegalArgumentException().isThrownBy(() -> Options.parse(List.of("health", "--seconds", "0")))
			.withMessageContaining("at least 1: 0");
		assertThatIllegalArgumentException().isThrownBy(() -> Options.parse(List.of("health", "--seconds")));
		assertThatIllegalArgumentException().isThrownBy(() -> Options.parse(List.of("health", "--fast", "1")))
			.withMessageContaining("there is no option --fast");
	}

}
