package io.tandem.hub.probe;

import io.micrometer.core.instrument.MeterRegistry;
import io.tandem.jetstream.StreamPublisher;
import io.tandem.service.MachineProperties;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Offers the probe. */
@Configuration(proxyBeanMethods = false)
@Import(ProbeController.class)
public class ProbeConfiguration {

	/** Longer than any failover-service waits, so that its own limit decides. */
	private static final Duration WITHIN = Duration.ofSeconds(2);

	@Bean
	RoundTrips roundTrips(StreamPublisher publisher, MachineProperties machine, MeterRegistry registry) {
		return new RoundTrips(publisher, machine.self(), WITHIN, registry);
	}

}
