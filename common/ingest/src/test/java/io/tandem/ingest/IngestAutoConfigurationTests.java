package io.tandem.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

class IngestAutoConfigurationTests {

	private final WebApplicationContextRunner service = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(IngestAutoConfiguration.class))
		.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
		.withBean(Clock.class, Clock::systemUTC);

	@Test
	void aServiceWithoutAnIntakeTakesNoPushes() {
		this.service.run((context) -> assertThat(context).doesNotHaveBean(RemoteWriteController.class)
			.doesNotHaveBean(PushController.class)
			.doesNotHaveBean(PushGroups.class));
	}

	@Test
	void aServiceWithAnIntakeTakesBothKinds() {
		this.service.withBean(RecordIntake.class, RecordingIntake::new)
			.run((context) -> assertThat(context).hasSingleBean(RemoteWriteController.class)
				.hasSingleBean(PushController.class)
				.hasSingleBean(PushGroups.class));
	}

	@Test
	void allMetersExistBeforeTheFirstPush() {
		this.service.withBean(RecordIntake.class, RecordingIntake::new).run((context) -> {
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			for (String protocol : new String[] { "remote_write", "pushgateway" }) {
				for (String counter : new String[] { "requests", "samples", "series", "bytes" }) {
					assertThat(meters.get("tandem.ingest." + counter).tag("protocol", protocol).counter().count())
						.isZero();
				}
				assertThat(meters.get("tandem.ingest.refused").tag("protocol", protocol).counters())
					.hasSize(Refusal.values().length);
				assertThat(meters.get("tandem.ingest.duration").tag("protocol", protocol).timer().count()).isZero();
			}
		});
	}

	@Test
	void theLargestRequestMustFitInFlight() {
		this.service.withBean(RecordIntake.class, RecordingIntake::new)
			.withPropertyValues("tandem.ingest.max-in-flight=20MB")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.hasMessageContaining("tandem.ingest.max-in-flight must hold the largest request")
				.hasMessageContaining("max-in-flight=20971520"));
	}

	@Test
	void boundsMustBePositive() {
		this.service.withBean(RecordIntake.class, RecordingIntake::new)
			.withPropertyValues("tandem.ingest.max-groups=0")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause().hasMessageContaining("max-groups=0"));
	}

}
