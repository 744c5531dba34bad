package io.tandem.centralhub.ledger;

import io.tandem.database.OpenDatabase;
import io.tandem.service.MachineProperties;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts the ledger together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LedgerProperties.class)
class LedgerConfiguration {

	@Bean
	LedgerStore ledgerStore(EpochRows epochs, GapRows gaps, PlatformTransactionManager transactions,
			JdbcTemplate jdbc) {
		return new JpaLedgerStore(epochs, gaps, new TransactionTemplate(transactions), new OpenDatabase(jdbc));
	}

	@Bean
	Ledger ledger(LedgerStore store, LedgerProperties properties, Clock clock) {
		return new Ledger(store, properties, clock);
	}

	@Bean
	LedgerMeters ledgerMeters(Ledger ledger, MachineProperties machine) {
		List<String> machines = new ArrayList<>();
		machines.add(machine.machine());
		machines.addAll(machine.peers());
		return new LedgerMeters(ledger, machines);
	}

	@Bean
	LedgerSweep ledgerSweep(Ledger ledger, LedgerProperties properties) {
		return new LedgerSweep(ledger, properties.sweepInterval());
	}

}
