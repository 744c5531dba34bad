package io.tandem.healthsync.history;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.tandem.database.DatabaseFile;
import io.tandem.database.OpenDatabase;
import io.tandem.healthsync.state.HealthStateProperties;
import io.tandem.service.MachineProperties;
import io.tandem.wire.subject.Machine;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
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
	HistoryReading healthHistoryReading(MachineProperties fleet, HealthStateProperties state,
			HistoryProperties settings, HistoryStore store, HistoryMeters meters, Clock clock) {
		Map<String, String> machineOfStream = new LinkedHashMap<>();
		machineOfStream.put(fleet.self().healthStream(), fleet.machine());
		for (Machine other : fleet.others()) {
			machineOfStream.put(other.healthStream(), other.name());
		}
		return new HistoryReading(machineOfStream,
				(machine) -> store.load(machine, settings, state.keep(), state.maxAgents()), store, meters, clock);
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
