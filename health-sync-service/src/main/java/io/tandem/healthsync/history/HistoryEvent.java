package io.tandem.healthsync.history;

import io.tandem.healthsync.history.KeptReport.Kind;
import io.tandem.healthsync.state.StreamPosition;
import io.tandem.wire.health.HealthReport;
import io.tandem.wire.health.HealthReports;
import io.tandem.wire.health.HealthStatus;
import io.tandem.wire.health.InvalidHealthReportException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A report of the history as one machine hands it to another. Immutable.
 *
 * @param storedAt when its machine's stream stored it, by that machine's clock
 * @param kind why it is kept, in one word
 * @param previous what the agent was before; null where nothing was known
 * @param report the whole of it, as JSON
 */
public record HistoryEvent(String agent, Instant storedAt, long streamSequence, String kind, HealthStatus status,
		@Nullable HealthStatus previous, @Nullable String epoch, long sequence, String report) {

	static HistoryEvent of(StoredReport stored) {
		return new HistoryEvent(stored.agent(), stored.storedAt(), stored.streamSequence(), stored.kind().word(),
				stored.status(), stored.previous(), stored.epoch(), stored.sequence(), stored.json());
	}

	/**
	 * Returns what makes two of them the same. Why it is kept does not: that depends on
	 * where somebody began to read.
	 */
	public String line() {
		return line(this.agent, this.storedAt, this.streamSequence, this.status.name(), this.epoch, this.sequence);
	}

	static String line(String agent, Instant storedAt, long streamSequence, String status, @Nullable String epoch,
			long sequence) {
		return String.join(" ", agent, storedAt.toString(), Long.toString(streamSequence), status,
				Objects.requireNonNullElse(epoch, "-"), Long.toString(sequence));
	}

	/**
	 * Returns it as the history keeps it.
	 * @throws InvalidHealthReportException if there is no such report in it
	 * @throws IllegalArgumentException if it contradicts its own report
	 */
	KeptReport kept(String machine) throws InvalidHealthReportException {
		HealthReport of = HealthReports.read(this.report.getBytes(StandardCharsets.UTF_8));
		if (!of.machine().equals(machine) || !of.agent().equals(this.agent) || of.status() != this.status
				|| of.sequence() != this.sequence || !Objects.equals(of.epoch(), this.epoch)) {
			throw new IllegalArgumentException(
					"an event that is not its report's: machine=" + machine + " event=" + line());
		}
		return new KeptReport(of, new StreamPosition(this.streamSequence, this.storedAt),
				Kind.valueOf(this.kind.toUpperCase(Locale.ROOT)), this.previous);
	}

}
