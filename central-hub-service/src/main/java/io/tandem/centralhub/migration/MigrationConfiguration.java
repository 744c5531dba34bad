package io.tandem.centralhub.migration;

import io.micrometer.core.instrument.MeterRegistry;
import io.tandem.centralhub.ledger.Ledger;
import io.tandem.database.OpenDatabase;
import io.tandem.fleet.ReloadingFleet;
import io.tandem.jetstream.StreamPublisher;
import io.tandem.jetstream.StreamSpec;
import io.tandem.wire.route.DesiredRoute;
import java.net.http.HttpClient;
import java.time.Clock;
import java.util.OptionalDouble;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts together what carries campaigns. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = "tandem.jetstream.enabled", matchIfMissing = true)
@EnableConfigurationProperties(MigrationProperties.class)
class MigrationConfiguration {

	private static final long BUCKET_BYTES = 16 << 20;

	/** The gateway of this machine declares the same. */
	@Bean
	StreamSpec routesBucket() {
		return StreamSpec.bucket(DesiredRoute.STREAM, BUCKET_BYTES);
	}

	@Bean
	MigrationStore migrationStore(MigrationRows migrations, StepRows steps, EventRows events,
			PlatformTransactionManager transactions, JdbcTemplate jdbc) {
		return new MigrationStore(migrations, steps, events, new TransactionTemplate(transactions),
				new OpenDatabase(jdbc));
	}

	@Bean
	GateHistory gateHistory(WeekRows weeks, CriterionRows criteria) {
		return new GateHistory(weeks, criteria);
	}

	@Bean
	LiveFacts migrationFacts(MigrationProperties properties, HttpClient outboundClient, HttpClient storeClient,
			Ledger ledger) {
		return new LiveFacts(properties, outboundClient, storeClient, ledger);
	}

	@Bean
	CampaignMeters campaignMeters(MeterRegistry registry, Clock clock) {
		return new CampaignMeters(registry, clock);
	}

	@Bean
	Migrations migrations(MigrationStore store, GateHistory history, LiveFacts facts, ObjectProvider<Uptime> uptime,
			StreamPublisher publisher, ReloadingFleet fleet, CampaignMeters meters, MigrationProperties properties,
			Clock clock) {
		return new Migrations(store, history, facts, uptime.getIfAvailable(() -> OptionalDouble::empty), publisher,
				fleet, meters, clock, properties.interval());
	}

}
