package io.tandem.failover.delivery;

import io.micrometer.core.instrument.MeterRegistry;
import io.tandem.failover.spool.Cursor;
import io.tandem.failover.spool.Spool;
import io.tandem.service.MachineProperties;
import io.tandem.wire.remotewrite.WriteRequests;
import java.io.IOException;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Sends the spool's records to the local hub. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DeliveryProperties.class)
class DeliveryConfiguration {

	private static final String READER = "hub";

	@Bean
	HttpReceiver hubReceiver(DeliveryProperties properties) {
		return new HttpReceiver(properties.hubUrl(), properties.connectTimeout(), properties.requestTimeout());
	}

	@Bean
	CurrentRoute currentRoute(InstantSource clock) {
		return new CurrentRoute(clock);
	}

	@Bean
	Delivery delivery(Spool spool, HttpReceiver receiver, DeliveryProperties properties, MachineProperties machine,
			CurrentRoute route, MeterRegistry registry) throws IOException {
		Cursor cursor = spool.cursor(READER);
		DeliveryMeters meters = new DeliveryMeters(registry, "live");
		RefusedRecords refused = new RefusedRecords(machine.stateDirectory().resolve("refused"),
				properties.maxRefusedSize().toBytes());
		return new Delivery(() -> new Lane(machine.machine(), spool, cursor, receiver, WriteRequests::join, properties,
				refused, meters, route, RandomGenerator.getDefault()), properties.requestTimeout().multipliedBy(2));
	}

}
