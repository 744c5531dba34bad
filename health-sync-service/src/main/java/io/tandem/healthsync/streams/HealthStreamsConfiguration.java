package io.tandem.healthsync.streams;

import io.micrometer.core.instrument.MeterRegistry;
import io.tandem.jetstream.NatsConnection;
import io.tandem.jetstream.Streams;
import io.tandem.service.MachineProperties;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.SchedulingConfigurer;

/** Puts the streams and their watch in place. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
@EnableConfigurationProperties(HealthStreamsProperties.class)
class HealthStreamsConfiguration {

	@Bean
	Streams healthStreams(MachineProperties fleet, HealthStreamsProperties settings) {
		return HealthStreams.of(fleet, settings);
	}

	@Bean
	StreamWatch streamWatch(NatsConnection connection, MachineProperties fleet, HealthStreamsProperties settings,
			Clock clock, MeterRegistry registry) {
		return new StreamWatch(connection, fleet, settings, clock, new OwnStalls(System::nanoTime), registry);
	}

	@Bean
	SchedulingConfigurer streamWatchSchedule(StreamWatch watch, HealthStreamsProperties settings) {
		return (tasks) -> tasks.addFixedDelayTask(watch::check, settings.watchInterval());
	}

}
