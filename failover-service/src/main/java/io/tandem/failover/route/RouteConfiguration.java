package io.tandem.failover.route;

import io.micrometer.core.instrument.MeterRegistry;
import io.tandem.failover.delivery.LegacyPushgateway;
import io.tandem.fleet.ReloadingFleet;
import io.tandem.ingest.RecordIntake;
import io.tandem.jetstream.StreamReader;
import io.tandem.jetstream.StreamSpec;
import io.tandem.jetstream.Streams;
import io.tandem.service.MachineProperties;
import io.tandem.wire.route.DesiredRoute;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** Puts the routes in front of the spool. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RouteProperties.class)
class RouteConfiguration {

	/** The bucket at the centre, its mirror everywhere else. */
	@Bean
	Streams routeStreams(RouteProperties properties, MachineProperties machine) {
		String centre = properties.centre();
		if (centre == null) {
			return Streams.of();
		}
		return Streams
			.of(centre.equals(machine.machine()) ? StreamSpec.bucket(DesiredRoute.STREAM, properties.maxBytes())
					: StreamSpec.bucketMirror(DesiredRoute.STREAM, centre, properties.maxBytes()));
	}

	@Bean
	RouteBook routeBook(MachineProperties machine) {
		return new RouteBook(machine.stateDirectory().resolve("routes.json"));
	}

	@Bean
	@Primary
	RoutedIntake routedIntake(@Qualifier("recordIntake") RecordIntake spool,
			ObjectProvider<LegacyPushgateway> pushgateway, RouteBook book, ReloadingFleet fleet,
			MachineProperties machine, InstantSource clock, MeterRegistry registry) {
		return new RoutedIntake(spool, pushgateway.getIfAvailable(), book, fleet, machine.machine(), clock, registry);
	}

	@Bean
	RouteFollower routeFollower(StreamReader reader, RouteBook book, RouteProperties properties, ReloadingFleet fleet,
			MachineProperties machine) {
		EnvironmentFiles files = new EnvironmentFiles(properties.environmentDirectory(),
				(agent) -> properties.runtime().restart(agent, properties), properties.restartWithin());
		return new RouteFollower((properties.centre() != null) ? reader : null, book, files, fleet, machine.machine());
	}

}
