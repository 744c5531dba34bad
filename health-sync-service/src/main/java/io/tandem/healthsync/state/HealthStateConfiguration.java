package io.tandem.healthsync.state;

import io.micrometer.core.instrument.MeterRegistry;
import io.tandem.service.MachineProperties;
import io.tandem.wire.subject.Machine;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.SchedulingConfigurer;

/** Puts the state, its reader and its snapshots in place. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
@EnableConfigurationProperties(HealthStateProperties.class)
class HealthStateConfiguration {

	private static final Duration FORGET_INTERVAL = Duration.ofMinutes(1);

	@Bean
	SnapshotFile healthSnapshotFile(MachineProperties machine) {
		return new SnapshotFile(machine.stateDirectory().resolve("health.snapshot"));
	}

	@Bean
	HealthStateMeters healthStateMeters(MeterRegistry registry) {
		return new HealthStateMeters(registry);
	}

	@Bean
	FleetHealth fleetHealth(MachineProperties fleet, HealthStateProperties settings, SnapshotFile file,
			HealthStateMeters meters) {
		FleetHealth state = new FleetHealth(fleet.all().stream().map(Machine::name).toList(), settings.maxAgents(),
				settings.keep(), Snapshots.read(file, meters));
		meters.show(state);
		return state;
	}

	@Bean
	Snapshots healthSnapshots(SnapshotFile file, FleetHealth state, HealthStateProperties settings,
			HealthStateMeters meters) {
		return new Snapshots(file, state, settings.snapshotInterval(), meters);
	}

	/** The functional bean that is bound to the health streams. */
	@Bean
	Consumer<Message<List<byte[]>>> healthReports(MachineProperties fleet, FleetHealth state,
			HealthStateProperties settings, HealthStateMeters meters, ObjectProvider<ReadingListener> listeners,
			Clock clock) {
		return new HealthReportReader(state, HealthMessage.machineOfStream(fleet), settings, meters,
				listeners.orderedStream().toList(), clock);
	}

	@Bean
	ReadingStart healthReadingStart(MachineProperties fleet, FleetHealth state, HealthStateMeters meters,
			ObjectProvider<ReadingListener> listeners, Clock clock) {
		return new ReadingStart(state, HealthMessage.machineOfStream(fleet), meters, listeners.orderedStream().toList(),
				clock);
	}

	@Bean
	SchedulingConfigurer forgetSchedule(FleetHealth state, HealthStateProperties settings, Clock clock) {
		return (tasks) -> tasks.addFixedDelayTask(() -> state.forget(clock.instant().minus(settings.keep())),
				FORGET_INTERVAL);
	}

}
