package io.tandem.jetstream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubjectPatternTests {

	@ParameterizedTest
	@CsvSource({ "a.b, a.b, true", "a.b, a.c, false", "a.*, a.b, true", "a.*, a, false", "a.*, a.b.c, false",
			"a.>, a.b.c, true", "a.>, a, false", "*.b, a.b, true", "a.b, a.b.c, false", ">, a, true" })
	void matchesAsTheServerDoes(String pattern, String subject, boolean matches) {
		assertThat(SubjectPattern.matches(pattern, subject)).isEqualTo(matches);
	}

}
