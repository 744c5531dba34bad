package io.tandem.hub;

import io.tandem.hub.intake.IntakeProperties;
import io.tandem.hub.intake.StreamIntake;
import io.tandem.hub.mirror.MirrorConfiguration;
import io.tandem.hub.probe.ProbeConfiguration;
import io.tandem.hub.streams.MetricsStreams;
import io.tandem.hub.streams.StreamsProperties;
import io.tandem.hub.window.WindowConfiguration;
import io.tandem.ingest.IngestAutoConfiguration;
import io.tandem.ingest.RecordIntake;
import io.tandem.jetstream.StreamPublisher;
import io.tandem.jetstream.Streams;
import io.tandem.service.MachineProperties;
import io.tandem.service.ServiceAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.TomcatConnectorCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * Makes a service a hub, where {@code tandem.hub.enabled} is true: its machine's streams
 * of metrics and backlog and mirrors, the intake into it, the recent window, and the
 * probe through all of them.
 */
@AutoConfiguration(after = ServiceAutoConfiguration.class, before = IngestAutoConfiguration.class)
@ConditionalOnBooleanProperty("tandem.hub.enabled")
@EnableConfigurationProperties({ IntakeProperties.class, StreamsProperties.class })
@Import({ MirrorConfiguration.class, ProbeConfiguration.class, WindowConfiguration.class })
public class HubAutoConfiguration {

	@Bean
	Streams metricsStreams(MachineProperties machine, StreamsProperties properties) {
		return MetricsStreams.of(machine, properties);
	}

	@Bean
	@ConditionalOnMissingBean
	RecordIntake streamIntake(StreamPublisher publisher, MachineProperties machine, IntakeProperties properties) {
		return new StreamIntake(publisher, machine.self(), properties);
	}

	/**
	 * Lets a selector be typed into an address as it is: Tomcat would refuse the brackets
	 * of {@code match[]={job="node"}} with an empty 400.
	 */
	@Bean
	TomcatConnectorCustomizer selectorsInAddresses() {
		return (connector) -> connector.setProperty("relaxedQueryChars", "[]{}\"|<>^`\\");
	}

}
