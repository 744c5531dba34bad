package io.tandem.fleet;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** Gives a service the fleet, and shows whether its file can be used. */
@AutoConfiguration
@EnableConfigurationProperties(FleetProperties.class)
public class FleetAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ReloadingFleet reloadingFleet(FleetProperties properties) {
		return new ReloadingFleet(properties.file(), properties.fleetCheckInterval());
	}

	@Bean
	MeterBinder fleetMeters(ReloadingFleet fleet) {
		return (registry) -> {
			Gauge.builder("tandem.fleet.agents", fleet, (source) -> source.current().agents().size())
				.description("Agents that the fleet file names")
				.register(registry);
			Gauge.builder("tandem.fleet.warnings", fleet, (source) -> source.current().warnings().size())
				.description("What the fleet file allows and is worth a look; fleet check prints it")
				.register(registry);
			Gauge.builder("tandem.fleet.stale", fleet, (source) -> source.isStale() ? 1 : 0)
				.description("1 while the fleet file is missing or wrong and what was known before holds")
				.register(registry);
			FunctionCounter.builder("tandem.fleet.failures", fleet, ReloadingFleet::failures)
				.description("Versions of the fleet file that could not be used")
				.register(registry);
		};
	}

}
