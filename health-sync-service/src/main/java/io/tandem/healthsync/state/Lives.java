package io.tandem.healthsync.state;

import io.tandem.wire.identity.RangeSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Which reports of which of its lives (epochs) an agent has sent, so that one that comes
 * late can be told from one that comes again. A life is forgotten when the last report of
 * it was stored longer ago than reports are kept. Immutable.
 *
 * @param known the lives, the one heard of first is the first
 * @param forgotten how many lives and holes were forgotten before their time because
 * there were too many
 */
record Lives(List<Life> known, long forgotten) {

	/** Of an agent that restarts more often than this in the time, the oldest go. */
	static final int MOST_LIVES = 32;

	/** With more holes than this in the numbers of one life, the lowest is closed. */
	static final int MOST_RANGES = 64;

	static final Lives NONE = new Lives(List.of(), 0);

	Lives {
		known = List.copyOf(known);
	}

	/** Tells whether a report of that life has been read. */
	boolean know(String epoch) {
		return find(epoch) >= 0;
	}

	/** Tells whether that report has been read. */
	boolean have(String epoch, long sequence) {
		int index = find(epoch);
		return index >= 0 && this.known.get(index).received().contains(sequence, sequence);
	}

	/** Returns how many reports have been read, each counted once. */
	long received() {
		return this.known.stream().mapToLong((life) -> life.received().count()).sum();
	}

	/** Returns how many numbers are missing between a life's lowest and its highest. */
	long missing(String epoch) {
		int index = find(epoch);
		if (index < 0) {
			return 0;
		}
		RangeSet received = this.known.get(index).received();
		return received.last() - received.first() + 1 - received.count();
	}

	private int find(String epoch) {
		for (int i = this.known.size() - 1; i >= 0; i--) {
			if (this.known.get(i).epoch().equals(epoch)) {
				return i;
			}
		}
		return -1;
	}

	/**
	 * Returns these with one more report.
	 * @param keep how long a life is remembered after its last report, by the stream's
	 * clock
	 */
	Lives with(String epoch, long sequence, Instant storedAt, Duration keep) {
		List<Life> lives = new ArrayList<>(this.known.size() + 1);
		Life current = new Life(epoch, RangeSet.EMPTY, storedAt);
		boolean isKnown = false;
		Instant before = storedAt.minus(keep);
		for (Life life : this.known) {
			if (life.epoch().equals(epoch)) {
				lives.add(life.with(sequence, storedAt));
				isKnown = true;
			}
			else if (!life.lastStoredAt().isBefore(before)) {
				lives.add(life);
			}
		}
		if (!isKnown) {
			lives.add(current.with(sequence, storedAt));
		}
		return bounded(lives, epoch);
	}

	private Lives bounded(List<Life> lives, String epoch) {
		long lost = this.forgotten;
		if (lives.size() > MOST_LIVES) {
			lives.removeFirst();
			lost++;
		}
		for (int i = 0; i < lives.size(); i++) {
			Life life = lives.get(i);
			if (life.epoch().equals(epoch) && life.received().size() > MOST_RANGES) {
				lives.set(i, new Life(epoch, life.received().withoutLowestHole(), life.lastStoredAt()));
				lost++;
			}
		}
		return new Lives(lives, lost);
	}

	/**
	 * One life of an agent.
	 *
	 * @param received the numbers of the reports that have been read
	 * @param lastStoredAt when the newest of them was stored
	 */
	record Life(String epoch, RangeSet received, Instant lastStoredAt) {

		private Life with(long sequence, Instant storedAt) {
			return new Life(this.epoch, this.received.add(sequence, sequence).set(),
					storedAt.isAfter(this.lastStoredAt) ? storedAt : this.lastStoredAt);
		}

	}

}
