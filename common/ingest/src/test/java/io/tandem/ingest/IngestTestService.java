package io.tandem.ingest;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;

@SpringBootConfiguration
@EnableAutoConfiguration
class IngestTestService {

	@Bean
	RecordingIntake recordingIntake() {
		return new RecordingIntake();
	}

}
