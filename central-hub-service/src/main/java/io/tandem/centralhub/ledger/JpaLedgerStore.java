package io.tandem.centralhub.ledger;

import io.tandem.centralhub.ledger.LedgerKey.Kind;
import io.tandem.database.OpenDatabase;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps the ledger in a database, a batch in a transaction. H2 writes a commit to its
 * file up to half a second later, so each is followed by {@code CHECKPOINT SYNC}, which
 * returns when the file is on the disk. Thread-safe.
 *
 * <p>
 * Never interrupt a thread in here: H2 closes its file when that happens.
 */
class JpaLedgerStore implements LedgerStore {

	private final EpochRows epochs;

	private final GapRows gaps;

	private final TransactionTemplate transaction;

	private final OpenDatabase database;

	JpaLedgerStore(EpochRows epochs, GapRows gaps, TransactionTemplate transaction, OpenDatabase database) {
		this.epochs = epochs;
		this.gaps = gaps;
		this.transaction = transaction;
		this.database = database;
	}

	@Override
	public Kept load() {
		return Objects.requireNonNull(this.transaction
			.execute((status) -> new Kept(this.epochs.findAll().stream().map(EpochRow::state).toList(),
					this.gaps.findByState(Gap.State.OPEN).stream().map(GapRow::gap).toList(), this.gaps.lastId())));
	}

	@Override
	public void save(Collection<EpochState> states, Collection<Gap> changed, Collection<LedgerKey> forgotten) {
		this.transaction.executeWithoutResult((status) -> {
			for (LedgerKey key : forgotten) {
				this.epochs.deleteById(key.text());
				this.gaps.deleteOf(key.kind(), key.origin(), key.epoch());
			}
			this.epochs.saveAll(states.stream().map(EpochRow::new).toList());
			this.gaps.saveAll(changed.stream().map(GapRow::new).toList());
		});
		this.database.sync();
	}

	@Override
	public List<Gap> gaps(@Nullable String origin, @Nullable Boolean open, int limit) {
		String suffix = (origin != null) ? "%!_" + escaped(origin.toUpperCase(Locale.ROOT)) : "";
		return this.gaps.find(origin, suffix, Kind.STREAM, open, Gap.State.OPEN, Limit.of(limit))
			.stream()
			.map(GapRow::gap)
			.toList();
	}

	@Override
	public List<Gap> gapsOfRecords(@Nullable String origin, Instant from, Instant to, int limit) {
		return this.gaps.openIn(Kind.RECORD, origin, from, to, Limit.of(limit)).stream().map(GapRow::gap).toList();
	}

	private static String escaped(String text) {
		return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
	}

	@Override
	public int purge(Instant closedBefore, int maxClosed) {
		return Objects.requireNonNull(this.transaction.execute((status) -> {
			int gone = this.gaps.deleteClosedBefore(closedBefore);
			for (long newest : this.gaps.newestSurplus(maxClosed)) {
				gone += this.gaps.deleteClosedUpTo(newest);
			}
			return gone;
		}));
	}

}
