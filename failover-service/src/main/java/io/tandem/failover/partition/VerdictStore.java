package io.tandem.failover.partition;

import io.tandem.database.OpenDatabase;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps verdicts in the database; what {@link #save} returned from is on the disk.
 * Thread-safe.
 *
 * <p>
 * Never interrupt a thread in here: H2 closes its file when that happens.
 */
class VerdictStore {

	private final VerdictRows rows;

	private final TransactionTemplate transaction;

	private final OpenDatabase database;

	private final Clock clock;

	VerdictStore(VerdictRows rows, TransactionTemplate transaction, OpenDatabase database, Clock clock) {
		this.rows = rows;
		this.transaction = transaction;
		this.database = database;
		this.clock = clock;
	}

	void save(List<Finding> findings) {
		this.database.write(() -> {
			this.transaction
				.executeWithoutResult((status) -> findings.forEach((each) -> this.rows.save(new VerdictRow(each))));
			this.database.sync();
		});
	}

	List<StoredVerdict> unpublished(int limit) {
		return this.rows.findByPublishedAtIsNullOrderById(Limit.of(limit)).stream().map(VerdictRow::stored).toList();
	}

	void published(long id) {
		this.transaction.executeWithoutResult((status) -> this.rows.publish(id, this.clock.instant()));
	}

	/**
	 * Returns verdicts, newest first.
	 * @param peer null for all
	 */
	List<StoredVerdict> between(Instant from, Instant to, @Nullable String peer, int limit) {
		return this.rows.between(from, to, peer, Limit.of(limit)).stream().map(VerdictRow::stored).toList();
	}

	/** Deletes what is too old, and what is above a number of rows. */
	void prune(Instant before, int keep) {
		this.transaction.executeWithoutResult((status) -> {
			this.rows.deleteOlderThan(before);
			List<Long> surplus = this.rows.newestSurplus(keep);
			if (!surplus.isEmpty()) {
				this.rows.deleteUpTo(surplus.getFirst());
			}
		});
	}

}
