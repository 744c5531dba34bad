package io.tandem.healthsync.state;

import io.micrometer.core.instrument.MeterRegistry;
import io.tandem.service.MachineProperties;
import io.tandem.wire.subject.Machine;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.SchedulingConfigurer;

/** Puts the state and its reader in place. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
@EnableConfigurationProperties(HealthStateProperties.class)
class HealthStateConfiguration {

	private static final Duration FORGET_INTERVAL = Duration.ofMinutes(1);

	@Bean
	FleetHealth fleetHealth(MachineProperties fleet, HealthStateProperties settings) {
		return new FleetHealth(machines(fleet).stream().map(Machine::name).toList(), settings.maxAgents());
	}

	/** The functional bean that is bound to the health streams. */
	@Bean
	Consumer<Message<byte[]>> healthReports(MachineProperties fleet, FleetHealth state, HealthStateProperties settings,
			MeterRegistry registry, Clock clock) {
		Map<String, String> machineOfStream = new LinkedHashMap<>();
		machines(fleet).forEach((machine) -> machineOfStream.put(machine.healthStream(), machine.name()));
		return new HealthReportReader(state, machineOfStream, settings, new HealthStateMeters(registry, state), clock);
	}

	@Bean
	SchedulingConfigurer forgetSchedule(FleetHealth state, HealthStateProperties settings, Clock clock) {
		return (tasks) -> tasks.addFixedDelayTask(() -> state.forget(clock.instant().minus(settings.keep())),
				FORGET_INTERVAL);
	}

	private static List<Machine> machines(MachineProperties fleet) {
		List<Machine> machines = new ArrayList<>(List.of(fleet.self()));
		machines.addAll(fleet.others());
		return machines;
	}

}
