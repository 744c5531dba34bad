package io.tandem.healthsync.desk;

import io.micrometer.core.instrument.MeterRegistry;
import io.tandem.binder.BoundSender;
import io.tandem.database.OpenDatabase;
import io.tandem.fleet.ReloadingFleet;
import io.tandem.healthsync.alerting.Pager;
import io.tandem.healthsync.incident.IncidentEngine;
import io.tandem.healthsync.presence.FleetPresence;
import io.tandem.healthsync.state.FleetHealth;
import io.tandem.healthsync.streams.StreamStates;
import io.tandem.jetstream.NatsConnection;
import io.tandem.service.MachineProperties;
import io.tandem.wire.subject.Machine;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cloud.stream.function.StreamBridge;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.messaging.Message;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts the desk together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(IncidentProperties.class)
class DeskConfiguration {

	@Bean
	DeskMeters incidentMeters(MeterRegistry registry) {
		return new DeskMeters(registry);
	}

	@Bean
	JpaIncidentStore incidentStore(IncidentRows incidents, SummaryRows summaries, HeartbeatRows heartbeats,
			PlatformTransactionManager transactions, JdbcTemplate jdbc) {
		return new JpaIncidentStore(incidents, summaries, heartbeats, new TransactionTemplate(transactions),
				new OpenDatabase(jdbc));
	}

	@Bean
	StoredPages storedPages(JpaIncidentStore store, IncidentProperties settings, Clock clock) {
		return new StoredPages(store, settings.summaryFor(), clock);
	}

	@Bean
	DeskQueue incidentQueue(IncidentProperties settings, DeskMeters meters) {
		return new DeskQueue(settings.queue(), meters);
	}

	@Bean
	Changes healthChanges(MeterRegistry registry) {
		return new Changes(registry);
	}

	@Bean
	Reports incidentReports(DeskQueue queue, FleetHealth health, Changes changes, Clock clock) {
		return new Reports(queue, health, changes, clock);
	}

	/** The functional bean that is bound to the event streams. */
	@Bean
	Consumer<Message<byte[]>> machineEvents(DeskQueue queue, MachineProperties fleet, DeskMeters meters, Clock clock) {
		Map<String, String> machineOfStream = fleet.all()
			.stream()
			.collect(Collectors.toMap(Machine::eventsStream, Machine::name));
		return new MachineEvents(queue, machineOfStream, meters, clock);
	}

	@Bean
	AnswerPublisher answerPublisher(MachineProperties fleet, IncidentDesk desk, StreamBridge bridge,
			NatsConnection connection, DeskMeters meters) {
		return new AnswerPublisher(fleet.machine(), desk::state, new BoundSender(bridge, connection, "incidentAnswers"),
				meters);
	}

	@Bean
	IncidentDesk incidentDesk(DeskQueue queue, ReloadingFleet fleet, StreamStates streams, FleetHealth health,
			JpaIncidentStore store, Pager pager, Changes changes, MachineProperties machine,
			IncidentProperties settings, DeskMeters meters, Clock clock) {
		IncidentDesk desk = new IncidentDesk(new IncidentEngine(settings.engine()), queue, fleet,
				new Links(machine.machine(), streams, health, settings.brokerAway()),
				new Records(store, machine.machine(), settings.retainFor(), meters),
				new Telling(pager, changes, meters, machine.machine(), settings.summaryFor()),
				() -> Reports.last(health), List.copyOf(health.machines().keySet()), clock);
		meters.watch(desk::state);
		return desk;
	}

	@Bean
	ClusterSummary clusterSummary(IncidentDesk desk, FleetPresence presence, StreamStates streams, FleetHealth health,
			Clock clock) {
		return new ClusterSummary(desk, presence, streams, List.copyOf(health.machines().keySet()), clock);
	}

	@Bean
	ClusterPublisher clusterPublisher(NatsConnection connection, ClusterSummary summary, IncidentProperties settings) {
		return new ClusterPublisher(connection, summary, settings.clusterInterval());
	}

}
