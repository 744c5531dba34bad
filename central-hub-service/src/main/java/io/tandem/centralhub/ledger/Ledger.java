package io.tandem.centralhub.ledger;

import io.tandem.centralhub.ledger.LedgerKey.Kind;
import io.tandem.wire.identity.RecordRange;
import io.tandem.wire.identity.SequenceRange;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows what has arrived. A change is durable first and visible after it, so that nobody
 * acknowledges on the strength of what a crash would undo.
 *
 * <p>
 * Two counts are kept. Records are counted by (origin, epoch, sequence), whatever way
 * they came. Stream messages are counted by (stream, its creation, sequence), so that
 * pushes without a number of their own are accounted for too; there, nothing before the
 * first message ever seen is missing. A message that is delivered again counts as
 * duplicated in its stream, and not again for its records.
 *
 * <p>
 * Thread-safe: readers see whole states; changes are guarded by a lock.
 */
public class Ledger {

	private static final Logger logger = LoggerFactory.getLogger(Ledger.class);

	private final LedgerStore store;

	private final LedgerProperties properties;

	private final InstantSource clock;

	/** Fair: a stream with much to enter must not keep another one from its turn. */
	private final ReentrantLock lock = new ReentrantLock(true);

	/** What is in here is never changed, only replaced. */
	private final Map<LedgerKey, OriginLedger> ledgers = new ConcurrentHashMap<>();

	private final AtomicLong gapIds = new AtomicLong();

	private final AtomicLong forgottenEpochs = new AtomicLong();

	Ledger(LedgerStore store, LedgerProperties properties, InstantSource clock) {
		this.store = store;
		this.properties = properties;
		this.clock = clock;
		LedgerStore.Kept kept = store.load();
		for (EpochState epoch : kept.epochs()) {
			List<Gap> open = kept.openGaps().stream().filter((gap) -> gap.key().equals(epoch.key())).toList();
			this.ledgers.put(epoch.key(), OriginLedger.of(epoch, open, properties.maxHoles()));
		}
		this.gapIds.set(kept.lastGapId());
	}

	/** Says whether a message needs to be written. */
	public Standing standing(LedgerKey stream, long sequence, @Nullable RecordRange range) {
		if (isKnown(stream, sequence, sequence)) {
			return Standing.REDELIVERED;
		}
		if (range != null && isKnown(LedgerKey.ofRecords(range), range.first(), range.last())) {
			return Standing.DUPLICATE;
		}
		return Standing.NEW;
	}

	private boolean isKnown(LedgerKey key, long first, long last) {
		OriginLedger ledger = this.ledgers.get(key);
		return ledger != null && ledger.state().contains(first, last);
	}

	/**
	 * Accounts for messages, in their order; durable when it returns.
	 * @throws RuntimeException if it cannot be made durable; then nothing has changed
	 */
	public void record(Collection<Arrival> arrivals) {
		change((drafts, now) -> arrivals.forEach((arrival) -> record(arrival, drafts, now)));
	}

	/**
	 * Takes an origin's word that records up to this one have left it: what has not come
	 * of them is missing. Durable when it returns.
	 * @throws RuntimeException if it cannot be made durable; then nothing has changed
	 */
	public void expect(LedgerKey records, long last) {
		change((drafts, now) -> draft(records, 1, drafts, now).expect(last, now, this.gapIds::incrementAndGet));
	}

	/**
	 * Notes that ranges were asked for again; durable when it returns.
	 * @throws RuntimeException if it cannot be made durable; then nothing has changed
	 */
	public void requested(LedgerKey records, List<SequenceRange> ranges) {
		change((drafts, now) -> {
			OriginLedger draft = draft(records, 1, drafts, now);
			ranges.forEach((range) -> draft.requested(range, now));
		});
	}

	/**
	 * Takes an origin's word that what is missing of a range is nowhere any more; durable
	 * when it returns. If it comes all the same, it is taken.
	 * @throws RuntimeException if it cannot be made durable; then nothing has changed
	 */
	public void lost(LedgerKey records, SequenceRange range, String reason) {
		change((drafts, now) -> draft(records, 1, drafts, now).lost(range, reason, now, this.gapIds::incrementAndGet));
	}

	private void change(BiConsumer<Map<LedgerKey, OriginLedger>, Instant> change) {
		this.lock.lock();
		long lastGapId = this.gapIds.get();
		try {
			Instant now = this.clock.instant();
			Map<LedgerKey, OriginLedger> drafts = new LinkedHashMap<>();
			change.accept(drafts, now);
			List<LedgerKey> forgotten = surplus(drafts);
			List<Gap> gaps = drafts.values().stream().flatMap((draft) -> draft.changedGaps().stream()).toList();
			this.store.save(drafts.values().stream().map(OriginLedger::state).toList(), gaps, forgotten);
			drafts.forEach((key, draft) -> this.ledgers.put(key, draft.copy()));
			forgotten.forEach(this.ledgers::remove);
			tell(gaps, forgotten);
		}
		catch (RuntimeException ex) {
			// the next try gives the same ids, and so replaces what this one may have
			// written
			this.gapIds.set(lastGapId);
			throw ex;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void record(Arrival arrival, Map<LedgerKey, OriginLedger> drafts, Instant now) {
		OriginLedger stream = draft(arrival.stream(), arrival.sequence(), drafts, now);
		boolean redelivered = stream.state().contains(arrival.sequence(), arrival.sequence());
		boolean highest = stream.state().known().isEmpty() || arrival.sequence() > stream.state().known().last();
		RecordRange range = arrival.range();
		stream.record(arrival.sequence(), arrival.sequence(), (range == null) ? arrival.refusal() : null, now,
				this.gapIds::incrementAndGet);
		if (highest) {
			stream.highestStoredAt(arrival.storedAt());
		}
		if (range != null && !redelivered) {
			draft(LedgerKey.ofRecords(range), 1, drafts, now).record(range.first(), range.last(), arrival.refusal(),
					now, this.gapIds::incrementAndGet);
		}
	}

	private OriginLedger draft(LedgerKey key, long baseline, Map<LedgerKey, OriginLedger> drafts, Instant now) {
		return drafts.computeIfAbsent(key, (absent) -> {
			OriginLedger present = this.ledgers.get(key);
			return (present != null) ? present.copy()
					: OriginLedger.begin(key, baseline, this.properties.maxHoles(), now);
		});
	}

	private List<LedgerKey> surplus(Map<LedgerKey, OriginLedger> drafts) {
		long size = this.ledgers.size()
				+ drafts.keySet().stream().filter((key) -> !this.ledgers.containsKey(key)).count();
		return this.ledgers.values()
			.stream()
			.map(OriginLedger::state)
			.filter((state) -> !drafts.containsKey(state.key()))
			.sorted(Comparator.comparing(EpochState::lastSeen))
			.limit(Math.max(0, size - this.properties.maxEpochs()))
			.map(EpochState::key)
			.toList();
	}

	private void tell(List<Gap> gaps, List<LedgerKey> forgotten) {
		for (Gap gap : gaps) {
			switch (gap.state()) {
				case OPEN -> logger.atDebug()
					.addKeyValue("key", gap.key().text())
					.addKeyValue("gap", gap.range())
					.log("gap opened or partly filled");
				case CLOSED -> logger.atDebug()
					.addKeyValue("key", gap.key().text())
					.addKeyValue("gap", gap.range())
					.log("gap closed");
				case REFUSED, FORGOTTEN,
						LOST ->
					logger.atWarn()
						.addKeyValue("key", gap.key().text())
						.addKeyValue("gap", gap.range())
						.addKeyValue("state", gap.state())
						.addKeyValue("reason", gap.reason())
						.log("gap recorded");
			}
		}
		for (LedgerKey key : forgotten) {
			this.forgottenEpochs.incrementAndGet();
			logger.atWarn()
				.addKeyValue("key", key.text())
				.addKeyValue("limit", this.properties.maxEpochs())
				.log("too many epochs, the one not heard of for longest is forgotten");
		}
	}

	/** Returns all states, records first, by origin and first seen. */
	public List<EpochSummary> epochs() {
		return this.ledgers.values()
			.stream()
			.map((ledger) -> new EpochSummary(ledger.state(), ledger.openGaps()))
			.sorted(Comparator.comparing((EpochSummary summary) -> summary.state().key().kind())
				.thenComparing((summary) -> summary.state().key().origin())
				.thenComparing((summary) -> summary.state().firstSeen()))
			.toList();
	}

	/**
	 * Returns gaps, newest first.
	 * @param origin a machine or stream; null for all
	 * @param open whether they are open; null for both
	 */
	public List<Gap> gaps(@Nullable String origin, @Nullable Boolean open, int limit) {
		return this.store.gaps(origin, open, limit);
	}

	/**
	 * Returns gaps of records that were open in a time, newest first.
	 * @param origin a machine; null for all
	 */
	public List<Gap> gapsOfRecords(@Nullable String origin, Instant from, Instant to, int limit) {
		return this.store.gapsOfRecords(origin, from, to, limit);
	}

	/**
	 * Returns how the messages of a stream with this creation are numbered from now on.
	 */
	public StreamNumbering numbering(String stream, Instant created) {
		return new StreamNumbering(stream, created,
				this.ledgers.values()
					.stream()
					.map(OriginLedger::state)
					.filter((state) -> state.key().kind() == Kind.STREAM && state.key().origin().equals(stream))
					.toList());
	}

	/** Returns how many epochs were forgotten since the start. */
	long forgottenEpochs() {
		return this.forgottenEpochs.get();
	}

	/** Deletes old closed gaps. */
	void sweep() {
		int gone = this.store.purge(this.clock.instant().minus(this.properties.gapRetention()),
				this.properties.maxClosedGaps());
		if (gone > 0) {
			logger.atInfo().addKeyValue("gaps", gone).log("old closed gaps deleted");
		}
	}

	/** An epoch and how many of its gaps are open. */
	public record EpochSummary(EpochState state, int openGaps) {
	}

}
