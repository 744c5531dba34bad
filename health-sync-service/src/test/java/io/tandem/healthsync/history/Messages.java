package io.tandem.healthsync.history;

import io.tandem.healthsync.Json;
import io.tandem.healthsync.state.HealthMessage;
import io.tandem.healthsync.state.StreamPosition;
import java.time.Instant;

/** Messages of pc2's stream: the n-th is stored n seconds after its start. */
final class Messages {

	static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	static final Instant CREATED = START.minusSeconds(1);

	private Messages() {
	}

	static HealthMessage of(long position, String json) {
		return new HealthMessage("pc2", "HEALTH_PC2", "observability.health.pc2",
				new StreamPosition(position, START.plusSeconds(position)), true, Json.bytes(json));
	}

	static HealthMessage report(long position, String agent, String status, String epoch, long sequence) {
		return of(position, Json.report(agent, "pc2", status, epoch, sequence));
	}

}
