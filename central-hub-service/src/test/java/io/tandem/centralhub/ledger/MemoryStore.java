package io.tandem.centralhub.ledger;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Keeps the ledger in memory, and fails when told to. */
class MemoryStore implements LedgerStore {

	final Map<LedgerKey, EpochState> epochs = new HashMap<>();

	final Map<Long, Gap> gaps = new TreeMap<>();

	boolean failing;

	@Override
	public Kept load() {
		return new Kept(List.copyOf(this.epochs.values()), this.gaps.values().stream().filter(Gap::isOpen).toList(),
				this.gaps.keySet().stream().mapToLong(Long::longValue).max().orElse(0));
	}

	@Override
	public void save(Collection<EpochState> states, Collection<Gap> changed, Collection<LedgerKey> forgotten) {
		if (this.failing) {
			throw new IllegalStateException("disk full");
		}
		states.forEach((state) -> this.epochs.put(state.key(), state));
		changed.forEach((gap) -> this.gaps.put(gap.id(), gap));
		forgotten.forEach(this.epochs::remove);
	}

	@Override
	public List<Gap> gaps(String origin, Boolean open, int limit) {
		return List.copyOf(this.gaps.values());
	}

	@Override
	public List<Gap> gapsOfRecords(String origin, Instant from, Instant to, int limit) {
		return List.copyOf(this.gaps.values());
	}

	@Override
	public int purge(Instant closedBefore, int maxClosed) {
		return 0;
	}

}
