package io.tandem.healthsync.history;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.tandem.database.DatabaseFile;
import io.tandem.database.OpenDatabase;
import io.tandem.healthsync.state.HealthMessage;
import io.tandem.healthsync.state.HealthStateProperties;
import io.tandem.service.MachineProperties;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.messaging.Message;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts the history and its database in place. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HistoryProperties.class)
class HistoryConfiguration {

	@Bean
	HistoryMeters healthHistoryMeters(MeterRegistry registry) {
		return new HistoryMeters(registry);
	}

	@Bean
	DatabaseFile healthDatabaseFile(DataSourceProperties properties, HistoryMeters meters) {
		DatabaseFile file = DatabaseFile.check("health history", properties);
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
	HistoryStore healthHistoryStore(ReportRows reports, AgentRows agents, PositionRows positions,
			PlatformTransactionManager transactions, JdbcTemplate jdbc) {
		return new HistoryStore(reports, agents, positions, new TransactionTemplate(transactions),
				new OpenDatabase(jdbc));
	}

	@Bean
	HistoryMinutes healthHistoryMinutes(HistoryStore store, JdbcTemplate jdbc, HistoryProperties settings) {
		return new HistoryMinutes(store, jdbc, settings.retainFor());
	}

	@Bean
	HistoryReading healthHistoryReading(MachineProperties fleet, HealthStateProperties state,
			HistoryProperties settings, HistoryStore store, HistoryMeters meters, Clock clock) {
		return new HistoryReading(HealthMessage.machineOfStream(fleet),
				(machine) -> store.load(machine, settings, state.keep(), state.maxAgents()), store, meters, clock);
	}

	/**
	 * Before the inputs are stopped, which waits for them; contexts below this one do not
	 * count.
	 */
	@Bean
	ApplicationListener<ContextClosedEvent> healthHistoryEnd(HistoryReading reading, ApplicationContext context) {
		return (event) -> {
			if (event.getApplicationContext().equals(context)) {
				reading.end();
			}
		};
	}

	/** The functional bean that is bound to the health streams. */
	@Bean
	Consumer<Message<List<byte[]>>> healthHistory(HistoryReading reading) {
		return reading::accept;
	}

	@Bean
	HistoryPruning healthHistoryPruning(HistoryStore store, HistoryProperties settings, HistoryMeters meters,
			Clock clock) {
		return new HistoryPruning(store, settings.retainFor(), meters, clock);
	}

}
