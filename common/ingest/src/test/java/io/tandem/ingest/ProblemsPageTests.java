package io.tandem.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemsPageTests {

	@ParameterizedTest
	@EnumSource(Refusal.class)
	void everyRefusalIsExplained(Refusal refusal) throws IOException {
		assertThat(Files.readString(Path.of("../../docs/problems.md")))
			.contains("| `" + refusal.slug() + "` | " + refusal.status().value() + " |");
	}

}
