package io.tandem.hub.window;

import io.micrometer.core.instrument.MeterRegistry;
import io.tandem.hub.probe.RoundTrips;
import io.tandem.ingest.PushGroups;
import io.tandem.jetstream.StreamReader;
import io.tandem.service.MachineProperties;
import io.tandem.wire.subject.Machine;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Puts the window, what feeds it and what shows it together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WindowProperties.class)
@Import({ ExpositionView.class, SamplesView.class })
public class WindowConfiguration {

	@Bean
	RecentWindow recentWindow(WindowProperties properties, Clock clock) {
		return new RecentWindow(properties, clock);
	}

	@Bean
	WindowFeed windowFeed(RecentWindow window, StreamReader reader, MachineProperties machine,
			ObjectProvider<PushGroups> groups, RoundTrips probes, WindowProperties properties, Clock clock,
			MeterRegistry meters) {
		return new WindowFeed(window, reader, streams(machine, properties.streams()),
				streams(machine, WindowProperties.Streams.OWN),
				machines(machine, properties.streams()).stream().map(Machine::backlogStream).toList(),
				replayInto(groups.getIfAvailable()), probes::seen, properties, clock, meters);
	}

	@Bean
	WindowMeters windowMeters(RecentWindow window, WindowFeed feed) {
		return new WindowMeters(window, feed);
	}

	@Bean
	WindowHealth windowHealthIndicator(RecentWindow window, WindowFeed feed) {
		return new WindowHealth(window, feed);
	}

	private static PushReplay replayInto(@Nullable PushGroups groups) {
		return (groups != null) ? groups::replay : (body) -> {
		};
	}

	private static List<Machine> machines(MachineProperties machine, WindowProperties.Streams which) {
		return switch (which) {
			case OWN -> List.of(machine.self());
			case ALL -> machine.all();
		};
	}

	private static List<String> streams(MachineProperties machine, WindowProperties.Streams which) {
		List<Machine> machines = machines(machine, which);
		return Stream
			.concat(machines.stream().map(Machine::metricsStream), machines.stream().map(Machine::backlogStream))
			.toList();
	}

}
