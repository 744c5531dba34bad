package io.tandem.centralhub.sink;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Lets no two writes of the same series be under way at once, whatever streams they come
 * from. Prometheus logs a request before it applies it, and of two that overlap it may
 * log one first and apply the other first; after a crash its log then has the older
 * sample of a series behind the newer one, and drops it without a word although it had
 * answered for it (ADR 17). Which series may be the same is told by the machine whose
 * gateway numbered the records; those that nobody numbered may be of any. Thread-safe.
 */
final class OriginTurns {

	/** In the one order in which they are taken, so that nobody waits in a circle. */
	private final SortedMap<String, Turn> turns = new TreeMap<>();

	/**
	 * @param machines whose gateways number records
	 */
	OriginTurns(Collection<String> machines) {
		machines.forEach((machine) -> this.turns.put(machine, new Turn()));
	}

	/**
	 * Waits until no other write is under way that may have the same series.
	 * @param origins of what is written; one that is no machine stands for all
	 * @param meanwhile run after each interval of waiting
	 * @return to be closed on the same thread once the store has answered
	 * @throws StoppedException if the thread is interrupted; then nothing is held
	 */
	Held begin(Collection<String> origins, Duration interval, Runnable meanwhile) throws StoppedException {
		boolean any = !this.turns.keySet().containsAll(origins);
		List<Turn> held = new ArrayList<>();
		try {
			for (String machine : this.turns.keySet()) {
				if (any || origins.contains(machine)) {
					Turn turn = this.turns.get(machine);
					turn.begin(interval, meanwhile);
					held.add(turn);
				}
			}
		}
		catch (StoppedException ex) {
			held.forEach(Turn::end);
			throw ex;
		}
		return () -> held.forEach(Turn::end);
	}

	/** The turns that a write has. */
	@FunctionalInterface
	interface Held extends AutoCloseable {

		@Override
		void close();

	}

}
