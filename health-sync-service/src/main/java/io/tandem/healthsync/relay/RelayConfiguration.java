package io.tandem.healthsync.relay;

import io.micrometer.core.instrument.MeterRegistry;
import io.tandem.healthsync.state.FleetHealth;
import io.tandem.healthsync.state.HealthStateProperties;
import io.tandem.healthsync.streams.HealthStreamsProperties;
import io.tandem.jetstream.NatsConnection;
import io.tandem.jetstream.StreamPublisher;
import io.tandem.jetstream.StreamReader;
import io.tandem.jetstream.StreamSpec;
import io.tandem.jetstream.Streams;
import io.tandem.service.MachineProperties;
import io.tandem.service.security.ServiceHttp;
import io.tandem.wire.subject.Machine;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.SchedulingConfigurer;

/** Puts relaying together, and its streams in place. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RelayProperties.class)
class RelayConfiguration {

	private static final Duration FORGET_INTERVAL = Duration.ofMinutes(1);

	/**
	 * An origin for what this machine keeps, and a mirror of what each other one does.
	 */
	@Bean
	Streams relayedStreams(MachineProperties fleet, HealthStreamsProperties health, RelayProperties settings) {
		return streams(fleet, health.maxAge(), settings.maxBytes().toBytes());
	}

	static Streams streams(MachineProperties fleet, Duration maxAge, long maxBytes) {
		Machine self = fleet.self();
		List<StreamSpec> streams = new ArrayList<>();
		streams.add(StreamSpec.origin(self.relayedStream(), List.of(self.relayedSubject() + ".>"), maxAge, maxBytes));
		fleet.others()
			.forEach((peer) -> streams.add(StreamSpec.mirror(peer.relayedStream(), peer.name(), maxAge, maxBytes)));
		return new Streams(streams);
	}

	@Bean
	RelayMeters relayMeters(MeterRegistry registry) {
		return new RelayMeters(registry);
	}

	@Bean
	RelayedReports relayedReports(MachineProperties fleet, RelayProperties settings, RelayMeters meters,
			ObjectProvider<RelayedListener> listeners) {
		RelayedReports reports = new RelayedReports(fleet.all().stream().map(Machine::name).toList(),
				settings.maxShown(), meters, listeners.orderedStream().toList());
		meters.show(reports);
		return reports;
	}

	@Bean
	PeerStore peerStore(RelayProperties settings, ServiceHttp http) {
		return new PeerStore(settings.connectTimeout(), settings.answerTimeout(), http);
	}

	@Bean
	Relay relay(MachineProperties fleet, RelayProperties settings, PeerStore http, RelayedReports reports,
			RelayMeters meters, Clock clock) {
		return new Relay(fleet, settings, http, reports, meters, clock);
	}

	@Bean
	RelayedStore relayedStore(MachineProperties fleet, NatsConnection connection, StreamPublisher publisher,
			RelayProperties settings, RelayMeters meters) {
		return new RelayedStore(fleet.self(), connection, publisher, settings.storeWithin(), meters);
	}

	@Bean
	RelayedFeed relayedFeed(MachineProperties fleet, StreamReader reader, RelayedReports reports, RelayMeters meters,
			HealthStreamsProperties health, HealthStateProperties state, Clock clock) {
		return new RelayedFeed(fleet.all(), reader, reports, meters, health.maxAge(), state.liveWithin(), clock);
	}

	@Bean
	Homecoming homecoming(MachineProperties fleet, FleetHealth state, NatsConnection connection, StreamReader reader,
			StreamPublisher publisher, RelayMeters meters) {
		return new Homecoming(fleet, state, connection, reader, publisher, meters);
	}

	@Bean
	SchedulingConfigurer relayedForgetSchedule(RelayedReports reports, HealthStreamsProperties health, Clock clock) {
		return (tasks) -> tasks.addFixedDelayTask(() -> reports.forget(clock.instant().minus(health.maxAge())),
				FORGET_INTERVAL);
	}

}
