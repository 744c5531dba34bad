package io.tandem.healthsync.history;

import io.tandem.healthsync.state.StreamPosition;
import io.tandem.wire.health.InvalidHealthReportException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Tells minute by minute what the history has of a machine, and takes what it lacks.
 * Thread-safe. Throws Spring's data access exceptions.
 */
public class HistoryMinutes {

	private static final String ROWS = """
			select agent, stored_at, stream_sequence, status, epoch, sequence from health_report
			where machine = ? and stored_at >= ? and stored_at < ? order by stored_at, stream_sequence, agent""";

	private final HistoryStore store;

	private final JdbcTemplate jdbc;

	private final Duration retainFor;

	HistoryMinutes(HistoryStore store, JdbcTemplate jdbc, Duration retainFor) {
		this.store = store;
		this.jdbc = jdbc;
		this.retainFor = retainFor;
	}

	/** Returns how long reports are kept. */
	public Duration retainFor() {
		return this.retainFor;
	}

	/**
	 * Returns up to when the machine's stream has been read into the history; null before
	 * that.
	 */
	public @Nullable Instant completeTo(String machine) {
		StreamPosition position = this.store.position(machine);
		return (position != null) ? position.storedAt() : null;
	}

	/**
	 * Returns the minutes in which any report is kept, the first first. Needs memory for
	 * these only.
	 */
	public List<MinuteDigest> digests(String machine, Instant from, Instant to) {
		Summing summing = new Summing();
		this.jdbc.query(ROWS, summing::add, machine, from.atOffset(ZoneOffset.UTC), to.atOffset(ZoneOffset.UTC));
		return summing.done();
	}

	/** Returns some of a minute's reports, in the order of the stream. */
	public List<HistoryEvent> page(String machine, Instant minute, int offset, int limit) {
		return this.store.span(machine, minute, minute.plus(Duration.ofMinutes(1)), offset, limit)
			.stream()
			.map(HistoryEvent::of)
			.toList();
	}

	/**
	 * Adds reports that are missing, all or none of them. Nobody is told.
	 * @throws InvalidHealthReportException if one of them holds no report
	 * @throws IllegalArgumentException if one contradicts its own report
	 */
	public void add(String machine, List<HistoryEvent> missing) throws InvalidHealthReportException {
		List<KeptReport> kept = new ArrayList<>();
		for (HistoryEvent event : missing) {
			kept.add(event.kept(machine));
		}
		this.store.add(machine, kept);
	}

	/** Sums rows up as they come. Confined to one query. */
	private static final class Summing {

		private final List<MinuteDigest> minutes = new ArrayList<>();

		private final MessageDigest sha256;

		private @Nullable Instant minute;

		private int events;

		private Summing() {
			try {
				this.sha256 = MessageDigest.getInstance("SHA-256");
			}
			catch (NoSuchAlgorithmException ex) {
				throw new IllegalStateException("every Java has SHA-256", ex);
			}
		}

		private void add(ResultSet row) throws SQLException {
			Instant storedAt = row.getObject(2, OffsetDateTime.class).toInstant();
			Instant next = storedAt.truncatedTo(ChronoUnit.MINUTES);
			if (!next.equals(this.minute)) {
				end();
				this.minute = next;
			}
			String line = HistoryEvent.line(row.getString(1), storedAt, row.getLong(3), row.getString(4),
					row.getString(5), row.getLong(6));
			this.sha256.update((line + "\n").getBytes(StandardCharsets.UTF_8));
			this.events++;
		}

		private void end() {
			Instant ended = this.minute;
			if (ended != null) {
				// digest() begins anew
				this.minutes
					.add(new MinuteDigest(ended, this.events, HexFormat.of().formatHex(this.sha256.digest(), 0, 8)));
				this.events = 0;
			}
		}

		private List<MinuteDigest> done() {
			end();
			return this.minutes;
		}

	}

}
