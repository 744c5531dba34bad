package io.tandem.centralhub.slo;

import java.net.http.HttpClient;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts together what judges the availability. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SloProperties.class)
class SloConfiguration {

	@Bean
	Sources sloSources(SloProperties properties, HttpClient outboundClient, HttpClient storeClient) {
		return new Sources(properties, outboundClient, storeClient);
	}

	@Bean
	Slo slo(SloProperties properties, Sources sources, Clock clock) {
		return new Slo(properties, sources, clock);
	}

	@Bean
	Kpis kpis(Sources sources) {
		return new Kpis(sources);
	}

}
