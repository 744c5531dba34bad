package io.tandem.ingest;

import io.micrometer.core.instrument.MeterRegistry;
import io.tandem.ingest.PushedRecord.Protocol;
import java.time.Clock;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.TomcatConnectorCustomizer;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.web.filter.FormContentFilter;

/**
 * Serves both push protocols in a service that declares a {@link RecordIntake} of its
 * own, and does nothing in any other.
 */
@AutoConfiguration(before = WebMvcAutoConfiguration.class)
@ConditionalOnBean(RecordIntake.class)
@EnableConfigurationProperties(IngestProperties.class)
public class IngestAutoConfiguration {

	@Bean
	InFlightBytes ingestInFlightBytes(IngestProperties properties, MeterRegistry registry) {
		return new InFlightBytes(properties.maxInFlight().toBytes(), registry);
	}

	@Bean
	PushGroups pushGroups(IngestProperties properties, Clock clock, MeterRegistry registry) {
		return new PushGroups(properties, clock, registry);
	}

	@Bean
	RemoteWriteController remoteWriteController(RecordIntake intake, IngestProperties properties,
			InFlightBytes inFlight, MeterRegistry registry, Clock clock) {
		return new RemoteWriteController(intake, properties, inFlight,
				new IngestMeters(registry, Protocol.REMOTE_WRITE), new Refusals(registry, Protocol.REMOTE_WRITE, clock),
				clock);
	}

	@Bean
	PushController pushController(RecordIntake intake, PushGroups groups, IngestProperties properties,
			InFlightBytes inFlight, MeterRegistry registry, Clock clock) {
		return new PushController(intake, groups, properties, inFlight,
				new IngestMeters(registry, Protocol.PUSHGATEWAY), new Refusals(registry, Protocol.PUSHGATEWAY, clock));
	}

	@Bean
	@ConditionalOnMissingBean(FormContentFilter.class)
	PushBodyFilter pushBodyFilter() {
		return new PushBodyFilter();
	}

	/**
	 * Lets through what a group's path may hold and Tomcat would turn away: encoded
	 * slashes and backslashes, and characters that must be encoded but that curl sends as
	 * they are. {@link PushPath} reads the path as it was sent.
	 */
	@Bean
	TomcatConnectorCustomizer pushPathCustomizer() {
		return (connector) -> {
			connector.setEncodedSolidusHandling("passthrough");
			connector.setEncodedReverseSolidusHandling("passthrough");
			connector.setProperty("relaxedPathChars", "\"<>[]^`{|}");
		};
	}

}
