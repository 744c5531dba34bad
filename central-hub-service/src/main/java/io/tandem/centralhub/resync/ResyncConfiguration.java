package io.tandem.centralhub.resync;

import io.tandem.centralhub.ledger.Ledger;
import io.tandem.service.MachineProperties;
import java.net.http.HttpClient;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts together what compares, where there is a sink that fills the ledger. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = "tandem.sink.enabled", matchIfMissing = true)
@EnableConfigurationProperties(ResyncProperties.class)
class ResyncConfiguration {

	@Bean
	Resync resync(MachineProperties machine, ResyncProperties properties, Ledger ledger, Inflow inflow,
			HttpClient outboundClient, Clock clock) {
		Map<String, OriginResync> origins = new HashMap<>();
		properties.gatewayUrls()
			.forEach((name, url) -> origins.put(name, new OriginResync(machine.machine(), name,
					new HttpOrigin(outboundClient, url), ledger, inflow, properties.grace(), clock, System::nanoTime)));
		return new Resync(origins, properties.interval());
	}

}
