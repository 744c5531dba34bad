package io.tandem.failover.control;

import io.micrometer.core.instrument.MeterRegistry;
import io.tandem.failover.decision.Engine;
import io.tandem.failover.decision.EngineSettings;
import io.tandem.failover.delivery.Delivery;
import io.tandem.failover.detection.Observation.Via;
import io.tandem.failover.history.Decisions;
import io.tandem.failover.partition.Heartbeats;
import io.tandem.fleet.ReloadingFleet;
import io.tandem.jetstream.NatsConnection;
import io.tandem.jetstream.StreamPublisher;
import io.tandem.jetstream.StreamReader;
import io.tandem.jetstream.Streams;
import io.tandem.service.MachineProperties;
import io.tandem.service.security.ServiceHttp;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts together what decides. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({ ControlProperties.class, ThresholdProperties.class })
class ControlConfiguration {

	@Bean
	Plan plan(Delivery delivery, MachineProperties machine) {
		return Plan.of(machine.machine(), delivery.urls());
	}

	@Bean
	DeliveryRoute deliveryRoute(Delivery delivery) {
		return new DeliveryRoute(delivery);
	}

	@Bean
	WallClock wallClock(InstantSource clock) {
		return new WallClock(clock, System::nanoTime);
	}

	@Bean
	LatestState latestState() {
		return new LatestState();
	}

	@Bean
	ControlMeters controlMeters(MeterRegistry registry) {
		return new ControlMeters(registry);
	}

	@Bean
	ObservationQueue observationQueue(ControlProperties properties) {
		return new ObservationQueue(properties.queue());
	}

	@Bean
	DeliveryObserver deliveryObserver(ObservationQueue queue, LatestState latest) {
		return new DeliveryObserver(queue::add, latest);
	}

	@Bean
	Probes probes(Plan plan, ObservationQueue queue, LatestState latest, WallClock clock, ControlMeters meters,
			ServiceHttp http) {
		return new Probes(plan, queue::add, latest::doubtAfterNanos, clock::nanos, meters, http);
	}

	@Bean
	OwnView ownView(MachineProperties machine, LatestState latest, WallClock clock) {
		return new OwnView(machine.machine(), latest, clock);
	}

	@Bean
	PeerBook peerBook(Plan plan, MachineProperties machine, ObservationQueue queue, WallClock clock,
			ControlMeters meters) {
		return new PeerBook(plan, machine.peers(), queue::add, clock, meters);
	}

	@Bean
	Heartbeats heartbeats(PeerBook book) {
		return (peer) -> book.ageSeconds(peer, Via.NATS);
	}

	@Bean
	PeerLinks peerLinks(MachineProperties machine, ControlProperties properties, OwnView own, PeerBook book,
			WallClock clock, ControlMeters meters, ServiceHttp http, ObjectProvider<NatsConnection> connection,
			ObjectProvider<StreamPublisher> publisher, ObjectProvider<StreamReader> reader) {
		return new PeerLinks(machine.self(), properties.peerUrls(), own, book, clock, meters, http,
				nats(connection.getIfAvailable(), publisher.getIfAvailable(), reader.getIfAvailable()));
	}

	@Bean
	Streams viewStreams(MachineProperties machine) {
		return PeerLinks.streams(machine.self(), machine.others());
	}

	private static PeerLinks.@Nullable Nats nats(@Nullable NatsConnection connection,
			@Nullable StreamPublisher publisher, @Nullable StreamReader reader) {
		return (connection == null || publisher == null || reader == null) ? null
				: new PeerLinks.Nats(connection, publisher, reader);
	}

	@Bean
	HistoryLog historyLog(Decisions decisions) {
		return new HistoryLog(decisions);
	}

	@Bean
	ControlHealth controlHealthIndicator(LatestState latest, ObjectProvider<NatsConnection> nats) {
		return new ControlHealth(latest, nats.getIfAvailable());
	}

	@Bean
	FleetAgents fleetAgents(ReloadingFleet fleet, MachineProperties machine) {
		return new FleetAgents(fleet, machine.machine());
	}

	@Bean
	Subscribers subscribers(ControlMeters meters) {
		return new Subscribers(meters);
	}

	@Bean
	ControlGauges controlGauges(Plan plan, LatestState latest, ObservationQueue queue, PeerBook peers,
			Subscribers subscribers) {
		return new ControlGauges(plan, latest, queue, peers, subscribers);
	}

	@Bean
	EngineSettings engineSettings(ThresholdProperties thresholds) {
		return thresholds.settings();
	}

	@Bean
	TraceKeeper traceKeeper(MachineProperties machine, Plan plan, EngineSettings settings, DecisionLog log,
			WallClock clock, ControlMeters meters) {
		return new TraceKeeper(machine.stateDirectory().resolve("trace"), plan, settings, log.lastNumber(), clock,
				meters);
	}

	@Bean
	Control control(Plan plan, ObservationQueue queue, Probes probes, DecisionLog log, RecordRoute route,
			LatestState latest, WallClock clock, ControlMeters meters, PeerLinks peers, EngineSettings settings,
			List<DecisionListener> listeners) {
		Engine engine = new Engine(settings);
		return new Control((now) -> engine.begin(plan.tiers(), log.lastNumber(), log.override(), now), engine::step,
				new Control.Parts(queue, probes, log, route, latest, clock, meters, peers), listeners);
	}

}
