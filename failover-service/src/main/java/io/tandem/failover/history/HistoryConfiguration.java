package io.tandem.failover.history;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.tandem.database.DatabaseFile;
import io.tandem.database.OpenDatabase;
import io.tandem.jetstream.NatsConnection;
import io.tandem.service.MachineProperties;
import java.io.IOException;
import java.time.Clock;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.cloud.stream.function.StreamBridge;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts the history together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HistoryProperties.class)
class HistoryConfiguration {

	private static final int MOST_INCIDENTS = 1000;

	private static final int ALERT_LIFETIMES = 4;

	@Bean
	DatabaseFile historyFile(DataSourceProperties properties, HistoryMeters meters) {
		DatabaseFile file = DatabaseFile.check("failover history", properties);
		if (file.wasLost()) {
			meters.damaged();
		}
		return file;
	}

	@Bean
	@ConfigurationProperties("spring.datasource.hikari")
	HikariDataSource dataSource(DataSourceProperties properties, DatabaseFile file) {
		return file.pool(properties);
	}

	@Bean
	HistoryMeters historyMeters(MeterRegistry registry) {
		return new HistoryMeters(registry);
	}

	@Bean
	JpaHistoryStore historyStore(DecisionRows decisions, IncidentRows incidents, OverrideRows overrides,
			PlatformTransactionManager transactions, JdbcTemplate jdbc, Clock clock) {
		return new JpaHistoryStore(decisions, incidents, overrides, new TransactionTemplate(transactions),
				new OpenDatabase(jdbc), clock);
	}

	@Bean
	Incidents incidents(HistoryProperties properties) {
		return new Incidents(properties.patience(), System::nanoTime, MOST_INCIDENTS);
	}

	@Bean
	Decisions decisions(HistoryStore store, DatabaseFile file, MachineProperties machine, Incidents incidents,
			HistoryMeters meters, Clock clock) throws IOException {
		LastNumber last = LastNumber.open(machine.stateDirectory().resolve("history.last-number"));
		return Decisions.open(store, last, file.wasLost(), incidents, meters, clock);
	}

	@Bean
	EventStream eventStream(StreamBridge bridge, NatsConnection connection) {
		return new BoundEventStream(bridge, connection);
	}

	@Bean
	Outbox outbox(MachineProperties machine, HistoryStore store, Decisions decisions, Incidents incidents,
			EventStream stream, HistoryMeters meters) {
		return new Outbox(machine.self(), store, decisions, incidents, stream, meters);
	}

	@Bean
	Alertmanager alertmanager(MachineProperties machine, HistoryProperties properties) {
		return new Alertmanager(machine.self(), properties.runbookUrl(),
				properties.alertEvery().multipliedBy(ALERT_LIFETIMES));
	}

	@Bean
	Alerts alerts(Incidents incidents, Decisions decisions, Alertmanager alertmanager, HistoryProperties properties,
			HistoryMeters meters, Clock clock, Outbox outbox) {
		Alerts alerts = new Alerts(incidents, decisions, alertmanager, properties.alertmanagerUrls(),
				properties.alertEvery(), meters, clock, System::nanoTime, outbox::wake);
		decisions.onIncident(() -> {
			alerts.wake();
			outbox.wake();
		});
		return alerts;
	}

	@Bean
	Retention retention(HistoryStore store, HistoryProperties properties, HistoryMeters meters, Clock clock) {
		return new Retention(store, properties, meters, clock);
	}

}
