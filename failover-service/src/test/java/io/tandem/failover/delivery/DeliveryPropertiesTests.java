package io.tandem.failover.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tandem.failover.detection.Tier;
import io.tandem.service.security.ServiceHttp;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class DeliveryPropertiesTests {

	@Test
	void peersCanBeNamedByTheEnvironment() {
		DeliveryProperties properties = bind(Map.of("TANDEM_DELIVERY_HUBURL", "http://127.0.0.2:9100/api/v1/write",
				"TANDEM_DELIVERY_PEERHUBURLS_MAINPC", "http://127.0.0.1:9000/api/v1/write",
				"TANDEM_DELIVERY_PEERHUBURLS_PC3", "", "TANDEM_DELIVERY_PUSHGATEWAYURL", "http://127.0.0.2:9091",
				"TANDEM_DELIVERY_MAXLIVEAGE", "2s"));
		assertThat(properties.peerHubUrls())
			.isEqualTo(Map.of("mainpc", URI.create("http://127.0.0.1:9000/api/v1/write")));
		assertThat(properties.pushgatewayUrl()).isEqualTo(URI.create("http://127.0.0.2:9091"));
		assertThat(properties.maxLiveAge()).isEqualTo(Duration.ofSeconds(2));
		try (Tiers tiers = new Tiers("pc2", properties, null, ServiceHttp.unprotected())) {
			assertThat(tiers.urls().keySet()).containsExactly(new Tier(Tier.Kind.LOCAL_HUB, "pc2"),
					new Tier(Tier.Kind.PEER_HUB, "mainpc"));
		}
	}

	@Test
	void nothingMustBeSet() {
		DeliveryProperties properties = bind(Map.of("TANDEM_DELIVERY_PUSHGATEWAYURL", ""));
		assertThat(properties.hubUrl()).isEqualTo(URI.create("http://127.0.0.1:9000/api/v1/write"));
		assertThat(properties.peerHubUrls()).isEmpty();
		assertThat(properties.pushgatewayUrl()).isNull();
		assertThat(properties.connectTimeout()).isEqualTo(Duration.ofMillis(500));
	}

	@Test
	void whatCannotWorkIsNamed() {
		assertThatExceptionOfType(BindException.class)
			.isThrownBy(() -> bind(Map.of("TANDEM_DELIVERY_PEERHUBURLS_MAINPC", "mainpc:9000")))
			.havingRootCause()
			.withMessageContaining("peer-hub-urls.mainpc=mainpc:9000");
		assertThatExceptionOfType(BindException.class)
			.isThrownBy(() -> bind(Map.of("TANDEM_DELIVERY_MAXBATCHRECORDS", "0")))
			.havingRootCause()
			.withMessageContaining("max-batch-records=0");
	}

	private static DeliveryProperties bind(Map<String, Object> variables) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new SystemEnvironmentPropertySource(
					StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
		return new Binder(ConfigurationPropertySources.get(environment)).bindOrCreate("tandem.delivery",
				DeliveryProperties.class);
	}

}
