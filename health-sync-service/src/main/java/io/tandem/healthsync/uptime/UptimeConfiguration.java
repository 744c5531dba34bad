package io.tandem.healthsync.uptime;

import io.micrometer.core.instrument.MeterRegistry;
import io.tandem.database.OpenDatabase;
import io.tandem.service.MachineProperties;
import io.tandem.service.security.ServiceHttp;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts the observer together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(UptimeProperties.class)
class UptimeConfiguration {

	@Bean
	Journal uptimeJournal() {
		return new Journal();
	}

	@Bean
	UptimeMeters uptimeMeters(MachineProperties fleet, MeterRegistry registry, Journal journal,
			UptimeProperties properties) {
		UptimeMeters meters = new UptimeMeters(fleet.machine(), registry, journal);
		properties.targets().keySet().forEach(meters::expect);
		return meters;
	}

	@Bean
	HttpProbe uptimeProbe(MachineProperties fleet, UptimeProperties properties, ServiceHttp http) {
		return new HttpProbe(fleet.machine(), properties, http);
	}

	@Bean
	UptimeStore uptimeStore(MachineProperties fleet, Journal journal, RunRows rows,
			PlatformTransactionManager transactions, JdbcTemplate jdbc, UptimeProperties properties, Clock clock) {
		return new UptimeStore(fleet.machine(), journal, rows, new TransactionTemplate(transactions),
				new OpenDatabase(jdbc), properties, clock);
	}

	@Bean
	Observer uptimeObserver(UptimeProperties properties, HttpProbe probe, Journal journal, UptimeMeters meters,
			Clock clock) {
		return new Observer(properties.targets().keySet(), probe, journal, meters, properties.answerWithin(), clock);
	}

}
