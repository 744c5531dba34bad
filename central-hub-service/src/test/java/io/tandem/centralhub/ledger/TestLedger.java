package io.tandem.centralhub.ledger;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;

/** A ledger in memory, for tests of those who use it. */
public final class TestLedger {

	private final FailingStore store = new FailingStore();

	private final Ledger ledger;

	public TestLedger(InstantSource clock) {
		this.ledger = new Ledger(this.store,
				new LedgerProperties(100, 100, Duration.ofDays(30), 1000, Duration.ofHours(1)), clock);
	}

	public Ledger ledger() {
		return this.ledger;
	}

	/** Returns all gaps there ever were. */
	public List<Gap> gaps() {
		return List.copyOf(this.store.gaps.values());
	}

	/** Lets the next so many changes fail. */
	public void failNext(int times) {
		this.store.failures = times;
	}

	private static final class FailingStore extends MemoryStore {

		private int failures;

		@Override
		public void save(Collection<EpochState> states, Collection<Gap> changed, Collection<LedgerKey> forgotten) {
			if (this.failures-- > 0) {
				throw new IllegalStateException("disk full");
			}
			super.save(states, changed, forgotten);
		}

	}

}
