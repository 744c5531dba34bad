package io.tandem.healthsync.reconciliation;

import io.micrometer.core.instrument.MeterRegistry;
import io.tandem.healthsync.history.HistoryMinutes;
import io.tandem.healthsync.relay.RelayProperties;
import io.tandem.healthsync.state.FleetHealth;
import io.tandem.healthsync.state.MachineHealth;
import io.tandem.healthsync.streams.StreamStates;
import io.tandem.service.MachineProperties;
import io.tandem.service.security.ServiceHttp;
import io.tandem.wire.subject.Machine;
import java.net.URI;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the comparison of histories together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ReconciliationProperties.class)
class ReconciliationConfiguration {

	@Bean
	ReconciliationMeters reconciliationMeters(MeterRegistry registry) {
		return new ReconciliationMeters(registry);
	}

	@Bean
	PeerHistory peerHistory(ReconciliationProperties settings, ServiceHttp http) {
		return new PeerHistory(settings.answerTimeout(), http);
	}

	/** Other machines are where relayed reports go. */
	@Bean
	Reconciliation healthReconciliation(MachineProperties fleet, RelayProperties addresses, FleetHealth health,
			HistoryMinutes history, PeerHistory peer, StreamStates streams, ReconciliationProperties settings,
			ReconciliationMeters meters, Clock clock) {
		Map<String, OriginReconciliation> origins = new LinkedHashMap<>();
		for (Machine other : fleet.others()) {
			URI url = addresses.peerUrls().get(other.name());
			MachineHealth state = health.machine(other.name()).orElse(null);
			if (url != null && state != null) {
				origins.put(other.name(), new OriginReconciliation(other, url, history, state, peer, settings, meters));
			}
		}
		return new Reconciliation(origins, streams, settings, meters, clock);
	}

}
