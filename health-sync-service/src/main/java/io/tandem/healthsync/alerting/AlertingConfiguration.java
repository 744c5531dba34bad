package io.tandem.healthsync.alerting;

import io.micrometer.core.instrument.MeterRegistry;
import io.tandem.alerts.AlertmanagerClient;
import io.tandem.jetstream.NatsConnection;
import io.tandem.service.MachineProperties;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cloud.stream.function.StreamBridge;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts alerting together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AlertingProperties.class)
class AlertingConfiguration {

	private static final Duration TIMEOUT = Duration.ofSeconds(3);

	@Bean
	AlertingMeters alertingMeters(MeterRegistry registry) {
		return new AlertingMeters(registry);
	}

	@Bean
	PageBook pager(AlertingProperties settings, Clock clock, AlertingMeters meters) {
		return new PageBook(settings, clock, meters);
	}

	@Bean
	AlertmanagerClient alertmanagerClient() {
		return new AlertmanagerClient(TIMEOUT);
	}

	/**
	 * Without anybody who knows the open pages over a restart there are none at the
	 * start.
	 */
	@Bean
	PagingLoops pagingLoops(PageBook book, ObjectProvider<OpenPages> openPages, AlertmanagerClient client,
			AlertingProperties settings, MachineProperties machine, StreamBridge bridge, NatsConnection connection,
			Clock clock, AlertingMeters meters) {
		List<AlertmanagerFeed> feeds = settings.alertmanagerUrls()
			.stream()
			.distinct()
			.map((url) -> new AlertmanagerFeed(url, book, client, settings, clock, System::nanoTime, meters))
			.toList();
		PageEvents events = new PageEvents(machine.self(), book, new BoundUrgentAlerts(bridge, connection), meters);
		return new PagingLoops(book, openPages.getIfAvailable(() -> List::of), feeds, events, meters);
	}

}
