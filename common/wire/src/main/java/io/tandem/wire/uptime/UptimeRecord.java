package io.tandem.wire.uptime;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one observer has seen. Seconds of which it has no run were not observed, by it.
 * Immutable.
 *
 * @param observer the machine it looks from
 * @param since the first second that it still knows of any machine; null if there is none
 * @param from the first second that is told
 * @param to the first second after what is told
 * @param runs of all machines, by their beginnings
 */
public record UptimeRecord(String observer, @Nullable Instant since, Instant from, Instant to, List<UptimeRun> runs) {

	public UptimeRecord {
		runs = List.copyOf(runs);
	}

}
