package io.tandem.healthsync.presence;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.tandem.fleet.ReloadingFleet;
import io.tandem.healthsync.relay.RelayedReports;
import io.tandem.healthsync.state.FleetHealth;
import io.tandem.healthsync.streams.StreamStates;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the judgement of agents in place, and its meters. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PresenceProperties.class)
class PresenceConfiguration {

	@Bean
	FleetPresence fleetPresence(FleetHealth health, StreamStates streams, RelayedReports relayed, ReloadingFleet fleet,
			PresenceProperties settings, Clock clock) {
		return new FleetPresence(health, streams, relayed, fleet, settings.missedPeriods(), clock);
	}

	@Bean
	MeterBinder presenceMeters(FleetHealth health, FleetPresence presence) {
		return (registry) -> health.machines().keySet().forEach((machine) -> {
			for (AgentStatus status : AgentStatus.values()) {
				Gauge.builder("tandem.health.agents", presence, (of) -> of.counts(machine).getOrDefault(status, 0))
					.description("Agents by how they are as far as this machine can tell")
					.baseUnit("agents")
					.tag("origin", machine)
					.tag("status", status.name())
					.register(registry);
			}
		});
	}

}
