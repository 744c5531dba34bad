package io.tandem.hub.window;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class SampleValueTests {

	@ParameterizedTest
	@CsvSource({ "1.0, 1", "0.0, 0", "-0.0, -0", "0.1, 0.1", "-2.5, -2.5", "1e10, 10000000000",
			"1e21, 1000000000000000000000", "1.5e-7, 0.00000015", "NaN, NaN", "Infinity, +Inf", "-Infinity, -Inf",
			"9007199254740993, 9007199254740992" })
	void isWrittenAsPrometheusDoes(double value, String text) {
		assertThat(SampleValue.format(value)).isEqualTo(text);
		assertThat(Double.parseDouble(text.replace("Inf", "Infinity"))).isEqualTo(Double.valueOf(value));
	}

}
