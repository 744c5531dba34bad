package io.tandem.failover.history;

import io.tandem.database.OpenDatabase;
import io.tandem.failover.detection.Tier;
import io.tandem.failover.history.Decision.Kind;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps the history in a database; a decision's commit is on the disk before it counts.
 * Thread-safe.
 *
 * <p>
 * Never interrupt a thread in here: H2 closes its file when that happens.
 */
class JpaHistoryStore implements HistoryStore {

	private static final int MOST_LIVE = 1000;

	private static final int DELETE_AT_ONCE = 500;

	private final DecisionRows decisions;

	private final IncidentRows incidents;

	private final OverrideRows overrides;

	private final TransactionTemplate transaction;

	private final OpenDatabase database;

	private final InstantSource clock;

	JpaHistoryStore(DecisionRows decisions, IncidentRows incidents, OverrideRows overrides,
			TransactionTemplate transaction, OpenDatabase database, InstantSource clock) {
		this.decisions = decisions;
		this.incidents = incidents;
		this.overrides = overrides;
		this.transaction = transaction;
		this.database = database;
		this.clock = clock;
	}

	@Override
	public Kept load() {
		return in(() -> new Kept(this.decisions.lastId(),
				this.overrides.findById(OverrideRow.ONLY).map(OverrideRow::override).orElse(null),
				this.incidents.findByLiveTrueOrderByOpenedAtDesc(Limit.of(MOST_LIVE))
					.stream()
					.map(IncidentRow::incident)
					.toList()));
	}

	@Override
	public void save(List<Decision> decisions, Collection<Incident> incidents) {
		this.database.write(() -> write(decisions, incidents));
	}

	private void write(List<Decision> decisions, Collection<Incident> incidents) {
		Instant now = this.clock.instant();
		this.transaction.executeWithoutResult((status) -> {
			this.decisions.saveAll(decisions.stream().map((decision) -> new DecisionRow(decision, now)).toList());
			this.incidents.saveAll(incidents.stream().map(IncidentRow::new).toList());
			decisions.stream()
				.filter((decision) -> decision.kind() == Kind.OVERRIDE)
				.reduce((first, last) -> last)
				.ifPresent(this::override);
		});
		this.database.sync();
	}

	@Override
	public void rehearse() {
		this.transaction.executeWithoutResult((status) -> {
			status.setRollbackOnly();
			Instant now = this.clock.instant();
			this.decisions.saveAndFlush(new DecisionRow(
					new Decision(-1, "", now, Kind.OVERRIDE, null, "", "", "rehearsal", "", "{}", null), now));
			this.incidents
				.saveAndFlush(new IncidentRow(Incident.open(-1, now, new Tier(Tier.Kind.SPOOL, "rehearsal"), "")));
		});
		this.database.sync();
	}

	private void override(Decision last) {
		if (last.override() != null) {
			this.overrides.save(new OverrideRow(last.override()));
		}
		else {
			this.overrides.deleteById(OverrideRow.ONLY);
		}
	}

	@Override
	public List<StoredDecision> decisions(long before, @Nullable Kind kind, int limit) {
		return this.decisions.page(before, kind, Limit.of(limit));
	}

	@Override
	public Optional<StoredDecision> decision(long number) {
		return this.decisions.findById(number).map(DecisionRow::stored);
	}

	@Override
	public List<Incident> incidents(int limit) {
		return this.incidents.findByOrderByOpenedAtDesc(Limit.of(limit)).stream().map(IncidentRow::incident).toList();
	}

	@Override
	public List<StoredDecision> unpublished(int limit) {
		return this.decisions.findByPublishedAtIsNullOrderById(Limit.of(limit))
			.stream()
			.map(DecisionRow::stored)
			.toList();
	}

	@Override
	public void published(List<Long> numbers) {
		Instant now = this.clock.instant();
		this.transaction.executeWithoutResult((status) -> this.decisions.publish(numbers, now));
	}

	@Override
	public Pruned prune(Instant before, int keep) {
		return in(() -> {
			List<Long> numbers = this.decisions.olderThan(before, Limit.of(DELETE_AT_ONCE));
			List<Long> surplus = numbers.isEmpty() ? this.decisions.newestSurplus(keep) : List.of();
			if (!surplus.isEmpty()) {
				numbers = this.decisions.upTo(surplus.getFirst(), Limit.of(DELETE_AT_ONCE));
			}
			int unpublished = numbers.isEmpty() ? 0 : this.decisions.countUnpublished(numbers);
			int rows = numbers.isEmpty() ? 0 : this.decisions.deleteAll(numbers);
			return new Pruned(rows + this.incidents.deleteClosedBefore(before), unpublished);
		});
	}

	private <T> T in(Supplier<T> work) {
		return Objects.requireNonNull(this.transaction.execute((status) -> work.get()));
	}

}
