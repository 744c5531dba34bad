package io.tandem.failover.history;

import io.tandem.failover.detection.Observation;
import io.tandem.failover.history.Decision.Kind;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the history. {@link #save} is called by one thread at a time, the rest by any.
 * Every method throws an unchecked exception while the store does not work.
 */
interface HistoryStore {

	/** Returns what a new life goes on from. */
	Kept load();

	/** Does all that {@link #save} does, and keeps nothing: the first time is slow. */
	void rehearse();

	/**
	 * Keeps all of it or, when it throws, nothing or all. Doing it again changes nothing.
	 * What it has returned from survives the end of the process and of the machine.
	 */
	void save(List<Decision> decisions, Collection<Incident> incidents);

	/**
	 * Returns decisions without their evidence, newest first.
	 * @param before only those with lower numbers
	 * @param kind null for all
	 */
	List<StoredDecision> decisions(long before, @Nullable Kind kind, int limit);

	/** Returns a decision with its evidence. */
	Optional<StoredDecision> decision(long number);

	/** Returns incidents, newest first. */
	List<Incident> incidents(int limit);

	/** Returns the oldest decisions that the stream is not known to have, in order. */
	List<StoredDecision> unpublished(int limit);

	/** Notes that the stream has them; may be forgotten in a crash. */
	void published(List<Long> numbers);

	/**
	 * Deletes some of what is too old, and of what is above a number of decisions.
	 * @return how much of that is gone; call again until it is nothing
	 */
	Pruned prune(Instant before, int keep);

	/**
	 * What a new life goes on from.
	 *
	 * @param lastNumber the highest decision kept; 0 for none
	 * @param override the one that was last in force; may have run out
	 * @param incidents those that something is left to be done for, newest first
	 */
	record Kept(long lastNumber, Observation.@Nullable Pin override, List<Incident> incidents) {
	}

	/**
	 * What was deleted.
	 *
	 * @param rows decisions and incidents
	 * @param unpublished decisions among them that the stream never got
	 */
	record Pruned(int rows, int unpublished) {
	}

}
