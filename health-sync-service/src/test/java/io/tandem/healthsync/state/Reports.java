package io.tandem.healthsync.state;

import io.tandem.wire.health.HealthReport;
import io.tandem.wire.health.HealthStatus;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reports as tests need them: the n-th of a stream is stored n seconds after its start.
 */
public final class Reports {

	public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	private Reports() {
	}

	public static ReceivedReport plain(String agent, long position) {
		return received(agent, HealthStatus.UP, null, 0, position);
	}

	static ReceivedReport numbered(String agent, String epoch, long sequence, long position) {
		return received(agent, HealthStatus.UP, epoch, sequence, position);
	}

	public static ReceivedReport received(String agent, HealthStatus status, @Nullable String epoch, long sequence,
			long position) {
		Instant storedAt = START.plusSeconds(position);
		HealthReport report = new HealthReport(agent, "pc2", status, storedAt.minusMillis(20), sequence, epoch,
				Map.of("load", 0.5), null);
		return new ReceivedReport(report, "HEALTH_PC2", new StreamPosition(position, storedAt), storedAt.plusMillis(5),
				false);
	}

}
