package io.tandem.healthsync.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.healthsync.incident.Observation.ServiceTold;
import io.tandem.wire.health.HealthStatus;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FailoverEventsTests {

	private static final Instant AT = Instant.parse("2026-01-01T14:02:00Z");

	@Test
	void aMachinesOwnHubIsToldDownAndUp() {
		assertThat(read("tier", "local-hub/pc2", "down"))
			.contains(new ServiceTold("hub@pc2", "pc2", HealthStatus.DOWN, AT, true, "3 failures"));
		assertThat(read("tier", "local-hub/pc2", "healthy")).map(ServiceTold::status).contains(HealthStatus.UP);
	}

	@Test
	void allElseIsPassedOver() {
		assertThat(read("tier", "local-hub/pc2", "suspect")).isEmpty();
		assertThat(read("tier", "peer-hub/mainpc", "down")).isEmpty();
		assertThat(read("route", "local-hub/pc2", "down")).isEmpty();
		assertThat(FailoverEvents.read("{".getBytes(StandardCharsets.UTF_8), AT, true)).isEmpty();
		assertThat(FailoverEvents.read("7".getBytes(StandardCharsets.UTF_8), AT, true)).isEmpty();
	}

	private static Optional<ServiceTold> read(String kind, String tier, String to) {
		String json = "{\"machine\":\"pc2\",\"kind\":\"%s\",\"tier\":\"%s\",\"to\":\"%s\",\"why\":\"3 failures\"}"
			.formatted(kind, tier, to);
		return FailoverEvents.read(json.getBytes(StandardCharsets.UTF_8), AT, true);
	}

}
