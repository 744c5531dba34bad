package io.tandem.console.view;

import io.tandem.console.source.ChangeRelay;
import io.tandem.console.source.SourceProperties;
import io.tandem.console.source.Sources;
import io.tandem.service.EventStreams;
import io.tandem.service.MachineProperties;
import io.tandem.service.security.ServiceHttp;
import io.tandem.wire.subject.Machine;
import java.time.InstantSource;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the console together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SourceProperties.class)
public class ConsoleConfiguration {

	@Bean
	Sources consoleSources(SourceProperties properties, InstantSource clock, ServiceHttp http) {
		return new Sources(properties, clock, http);
	}

	@Bean
	ChangeRelay consoleChanges(SourceProperties properties, MachineProperties machine, EventStreams streams,
			ServiceHttp http) {
		return new ChangeRelay(properties, machine.machine(), streams, http);
	}

	@Bean
	ConsoleController consoleController(Sources sources, ChangeRelay changes, MachineProperties machine,
			SourceProperties properties, InstantSource clock) {
		List<String> machines = machine.all().stream().map(Machine::name).toList();
		return new ConsoleController(sources, changes, machines, properties.centre(), clock);
	}

}
