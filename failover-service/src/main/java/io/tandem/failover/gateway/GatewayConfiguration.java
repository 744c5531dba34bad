package io.tandem.failover.gateway;

import io.micrometer.core.instrument.MeterRegistry;
import io.tandem.failover.spool.Spool;
import io.tandem.fleet.ReloadingFleet;
import io.tandem.ingest.PushGroups;
import io.tandem.ingest.RecordIntake;
import io.tandem.service.MachineProperties;
import io.tandem.service.security.ServiceHttp;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Opens the spool and puts the gateway in front of it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({ SpoolProperties.class, HealthProperties.class, LimitProperties.class })
class GatewayConfiguration {

	@Bean
	Spool spool(SpoolProperties properties, MachineProperties machine, Clock clock, MeterRegistry registry)
			throws IOException {
		Path directory = (properties.directory() != null) ? properties.directory()
				: machine.stateDirectory().resolve("spool");
		return Spool.open(directory, properties.settings(), clock, new SpoolReporter(registry));
	}

	@Bean
	RecordIntake recordIntake(Spool spool, SpoolProperties properties, LimitProperties limits, ReloadingFleet fleet,
			MachineProperties machine) {
		SpoolIntake intake = new SpoolIntake(spool, properties.settings().maxRecordBytes(),
				new CriticalAgents(fleet, machine.machine()));
		return new LimitedIntake(intake, new LocalAgents(fleet, machine.machine()), limits, System::nanoTime);
	}

	@Bean
	GroupsFromSpool groupsFromSpool(Spool spool, PushGroups groups, Clock clock) {
		return new GroupsFromSpool(spool, groups, clock);
	}

	@Bean
	HealthTargets healthTargets(HealthProperties properties, MachineProperties machine, ServiceHttp http) {
		return new HealthTargets(properties, machine.machine(), http);
	}

	@Bean
	SpoolGauges spoolGauges(Spool spool, Clock clock) {
		return new SpoolGauges(spool, clock);
	}

	@Bean
	HealthIndicator spoolHealthIndicator(Spool spool) {
		return new SpoolHealthIndicator(spool);
	}

}
