package io.tandem.healthsync.incident;

import io.tandem.healthsync.incident.Observation.Recorded;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * History that is being read. Immutable; what was read is a chain, the newest first, so
 * that adding to it costs nothing.
 *
 * @param machines whose
 * @param ended those of them whose history is read
 * @param awaySince since when nothing is known; null if nothing ever was
 * @param startedAt when it began to be read, as far as it can be
 * @param before what was known then
 * @param last what was read last
 * @param count how much was read and kept
 * @param dropped how much more there was
 */
record Replay(Set<String> machines, Set<String> ended, @Nullable Instant awaySince, Instant startedAt, Known before,
		@Nullable Kept last, int count, long dropped) {

	/** A day of 77 agents that report each minute is 111,000. */
	static final int MAX_KEPT = 250_000;

	static Replay of(Set<String> machines, @Nullable Instant awaySince, Instant now, Known before) {
		return new Replay(machines, Set.of(), awaySince, now, before, null, 0, 0);
	}

	Replay with(Recorded word) {
		if (this.count >= MAX_KEPT) {
			return new Replay(this.machines, this.ended, this.awaySince, this.startedAt, this.before, this.last,
					this.count, this.dropped + 1);
		}
		return new Replay(this.machines, this.ended, this.awaySince, this.startedAt, this.before,
				new Kept(word, this.last), this.count + 1, this.dropped);
	}

	/** Returns it as if it began to be read only now. */
	Replay startingAt(Instant now) {
		return new Replay(this.machines, this.ended, this.awaySince, now, this.before, this.last, this.count,
				this.dropped);
	}

	Replay ended(String machine) {
		Set<String> ended = new HashSet<>(this.ended);
		ended.add(machine);
		return new Replay(this.machines, Set.copyOf(ended), this.awaySince, this.startedAt, this.before, this.last,
				this.count, this.dropped);
	}

	/** Returns what is left once the history of those that have ended was used. */
	@Nullable Replay rest() {
		Set<String> rest = new HashSet<>(this.machines);
		rest.removeAll(this.ended);
		if (rest.isEmpty()) {
			return null;
		}
		Replay replay = of(Set.copyOf(rest), this.awaySince, this.startedAt, this.before);
		for (Recorded word : words(rest)) {
			replay = replay.with(word);
		}
		return replay;
	}

	/** Returns what these machines told, in the order of time. */
	List<Recorded> words(Set<String> of) {
		List<Recorded> words = new ArrayList<>(this.count);
		for (Kept kept = this.last; kept != null; kept = kept.before()) {
			if (of.contains(kept.word().of())) {
				words.add(kept.word());
			}
		}
		// the chain is the newest first, and equal times keep their order
		List<Recorded> inOrder = new ArrayList<>(words.reversed());
		inOrder.sort(Comparator.comparing(Recorded::at));
		return inOrder;
	}

	/** One that was read, and the one before. */
	record Kept(Recorded word, @Nullable Kept before) {
	}

}
