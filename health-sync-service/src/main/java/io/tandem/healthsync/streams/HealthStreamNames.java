package io.tandem.healthsync.streams;

import io.tandem.service.MachineProperties;
import io.tandem.wire.subject.Machine;
import java.util.List;
import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Adds the settings that follow from the list of machines, for {@code health-sync.yml} to
 * refer to: the streams that are read and the subject that is written. Does nothing in
 * other services, which share the class path.
 */
public final class HealthStreamNames implements EnvironmentPostProcessor, Ordered {

	private static final String SERVICE = "health-sync";

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		if (!SERVICE.equals(environment.getProperty("spring.application.name"))) {
			return;
		}
		MachineProperties fleet = Binder.get(environment).bindOrCreate("tandem", MachineProperties.class);
		List<Machine> machines = fleet.all();
		Map<String, Object> names = Map.of("tandem.health.read-streams",
				String.join(",", machines.stream().map(Machine::healthStream).toList()), "tandem.health.event-streams",
				String.join(",", machines.stream().map(Machine::eventsStream).toList()), "tandem.health.write-subject",
				fleet.self().healthSubject());
		environment.getPropertySources().addLast(new MapPropertySource("health streams of the fleet", names));
	}

	/** After the service's own file has been read. */
	@Override
	public int getOrder() {
		return ConfigDataEnvironmentPostProcessor.ORDER + 10;
	}

}
