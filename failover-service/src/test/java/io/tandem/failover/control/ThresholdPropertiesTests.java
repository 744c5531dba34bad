package io.tandem.failover.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tandem.failover.decision.EngineSettings;
import io.tandem.failover.detection.Range;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ThresholdPropertiesTests {

	@Test
	void whatIsSetIsTakenAndTheRestIsWhatTheEngineComesWith() {
		EngineSettings settings = bind(
				Map.of("tandem.failover.thresholds.silence", "2s", "tandem.failover.thresholds.max-hold-down", "10s"))
			.settings();
		assertThat(settings.watch().silence()).isEqualTo(Duration.ofSeconds(2));
		assertThat(settings.watch().holdDown()).isEqualTo(new Range(Duration.ofSeconds(3), Duration.ofSeconds(10)));
		assertThat(bind(Map.of()).settings()).isEqualTo(EngineSettings.defaults());
	}

	@Test
	void thresholdsThatDoNotFitAreRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ThresholdProperties(null, Duration.ofSeconds(2), Duration.ofSeconds(1), null, null,
					null, null, null))
			.withMessageContaining("hardSpan=PT2S silence=PT1S");
	}

	private static ThresholdProperties bind(Map<String, String> settings) {
		return new Binder(new MapConfigurationPropertySource(settings)).bindOrCreate("tandem.failover.thresholds",
				ThresholdProperties.class);
	}

}
