package io.tandem.hub.mirror;

import io.micrometer.core.instrument.MeterRegistry;
import io.tandem.jetstream.NatsConnection;
import io.tandem.jetstream.StreamReader;
import io.tandem.service.security.ServiceHttp;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts together what looks after the mirrors. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MirrorProperties.class)
public class MirrorConfiguration {

	@Bean
	LocalStreams localStreams(NatsConnection connection) {
		return new LocalStreams(connection);
	}

	@Bean(destroyMethod = "shutdownNow")
	HttpClient mirrorClient(ServiceHttp http) {
		return http.open(HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_1_1)
			.connectTimeout(Duration.ofSeconds(1))
			.executor(Executors.newVirtualThreadPerTaskExecutor()));
	}

	@Bean
	MirrorWatch mirrorWatch(LocalStreams streams, MirrorProperties properties, HttpClient mirrorClient,
			StreamReader reader, InstantSource clock, MeterRegistry registry) {
		return new MirrorWatch(streams, new HubOrigins(mirrorClient, properties.hubUrls()),
				new Rescues(reader, mirrorClient, properties.hubUrls()), properties.interval(), clock, registry);
	}

	@Bean
	MirrorsController mirrorsController(MirrorWatch watch, LocalStreams streams) {
		return new MirrorsController(watch, streams);
	}

}
