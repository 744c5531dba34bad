package io.tandem.edgehub.uplink;

import io.micrometer.core.instrument.MeterRegistry;
import io.tandem.jetstream.NatsConnection;
import io.tandem.service.MachineProperties;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the uplink together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(UplinkProperties.class)
class UplinkConfiguration {

	@Bean
	Uplink uplink(NatsConnection connection, MachineProperties machine, UplinkProperties properties, Clock clock,
			MeterRegistry meters) {
		return new Uplink(new MirrorInspection(connection, machine.self(), machine.others(), clock), machine.self(),
				properties.interval(), clock, meters);
	}

}
