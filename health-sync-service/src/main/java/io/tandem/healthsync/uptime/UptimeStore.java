package io.tandem.healthsync.uptime;

import io.tandem.database.OpenDatabase;
import io.tandem.database.Worker;
import io.tandem.retry.Trouble;
import io.tandem.wire.uptime.UptimeRecord;
import io.tandem.wire.uptime.UptimeRun;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.domain.Limit;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps what was seen: written every few seconds, so that a crash costs no more than
 * those, which then count as not observed. Thread-safe.
 */
final class UptimeStore extends Worker {

	/** How many runs are told at once; what is older than they are is not. */
	static final int MOST = 20_000;

	private static final Duration EVERY = Duration.ofSeconds(5);

	private static final Duration PRUNE_EVERY = Duration.ofHours(1);

	private static final Logger logger = LoggerFactory.getLogger(UptimeStore.class);

	private final String observer;

	private final Journal journal;

	private final RunRows rows;

	private final TransactionTemplate transactions;

	private final OpenDatabase database;

	private final UptimeProperties properties;

	private final InstantSource clock;

	private final Trouble trouble = new Trouble(logger, "What was seen of the availability cannot be stored",
			"What is seen of the availability is stored again", Duration.ofMinutes(1));

	private Instant prunedAt = Instant.EPOCH;

	UptimeStore(String observer, Journal journal, RunRows rows, TransactionTemplate transactions, OpenDatabase database,
			UptimeProperties properties, InstantSource clock) {
		super("uptime-store", Duration.ofSeconds(3));
		this.observer = observer;
		this.journal = journal;
		this.rows = rows;
		this.transactions = transactions;
		this.database = database;
		this.properties = properties;
		this.clock = clock;
	}

	@Override
	protected Duration work() {
		try {
			store();
			Instant now = this.clock.instant();
			if (now.isAfter(this.prunedAt.plus(PRUNE_EVERY))) {
				this.prunedAt = now;
				prune(now);
			}
			this.trouble.succeeded();
		}
		catch (RuntimeException ex) {
			this.trouble.failed(ex.getClass().getSimpleName(), ex);
		}
		return EVERY;
	}

	/** Stores what is not stored yet. */
	void store() {
		List<UptimeRun> runs = this.journal.unstored();
		if (!runs.isEmpty()) {
			this.database.write(() -> this.transactions
				.executeWithoutResult((status) -> this.rows.saveAll(runs.stream().map(RunRow::new).toList())));
			this.journal.stored(runs);
		}
	}

	private void prune(Instant now) {
		Instant old = now.minus(this.properties.retainFor());
		Instant tooMany = this.rows.endBehind(this.properties.maxRuns());
		Instant before = (tooMany != null && tooMany.isAfter(old)) ? tooMany : old;
		this.database.write(() -> this.transactions.executeWithoutResult((status) -> this.rows.deleteOlder(before)));
	}

	/**
	 * Returns what was seen in a time. If that is too much, less of the beginning is
	 * told.
	 */
	UptimeRecord record(Instant from, Instant to) {
		Map<String, UptimeRun> runs = new LinkedHashMap<>();
		List<RunRow> stored = this.rows.overlapping(from, to, Limit.of(MOST));
		stored.forEach((row) -> runs.put(Journal.key(row.run()), row.run()));
		List<UptimeRun> unstored = this.journal.unstored();
		unstored.stream()
			.filter((run) -> run.to().isAfter(from) && run.from().isBefore(to))
			.forEach((run) -> runs.put(Journal.key(run), run));
		List<UptimeRun> told = new ArrayList<>(runs.values());
		told.sort(Comparator.comparing(UptimeRun::from));
		Instant earliest = (stored.size() == MOST) ? told.getFirst().from() : from;
		return new UptimeRecord(this.observer, first(unstored), earliest, to, told);
	}

	private @Nullable Instant first(List<UptimeRun> unstored) {
		Instant first = this.rows.first();
		return (first != null) ? first
				: unstored.stream().map(UptimeRun::from).min(Comparator.naturalOrder()).orElse(null);
	}

}
