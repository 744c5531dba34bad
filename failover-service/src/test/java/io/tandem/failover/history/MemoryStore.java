package io.tandem.failover.history;

import io.tandem.failover.history.Decision.Kind;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A store that can be full, or hang. */
final class MemoryStore implements HistoryStore {

	final NavigableMap<Long, Decision> decisions = new ConcurrentSkipListMap<>();

	final Map<UUID, Incident> incidents = new LinkedHashMap<>();

	volatile boolean isFull;

	volatile @Nullable CountDownLatch hanging;

	@Override
	public Kept load() {
		return new Kept(this.decisions.isEmpty() ? 0 : this.decisions.lastKey(), null, List.of());
	}

	@Override
	public void rehearse() {
	}

	@Override
	public void save(List<Decision> decisions, Collection<Incident> incidents) {
		CountDownLatch latch = this.hanging;
		if (latch != null) {
			try {
				latch.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}
		if (this.isFull) {
			throw new IllegalStateException("No space left on device");
		}
		decisions.forEach((decision) -> this.decisions.put(decision.number(), decision));
		incidents.forEach((incident) -> this.incidents.put(incident.id(), incident));
	}

	@Override
	public List<StoredDecision> decisions(long before, @Nullable Kind kind, int limit) {
		throw new UnsupportedOperationException();
	}

	@Override
	public Optional<StoredDecision> decision(long number) {
		throw new UnsupportedOperationException();
	}

	@Override
	public List<Incident> incidents(int limit) {
		return List.copyOf(this.incidents.values());
	}

	@Override
	public List<StoredDecision> unpublished(int limit) {
		return List.of();
	}

	@Override
	public void published(List<Long> numbers) {
	}

	@Override
	public Pruned prune(Instant before, int keep) {
		return new Pruned(0, 0);
	}

}
