package io.tandem.failover.delivery;

import io.tandem.failover.spool.DeliveredRanges;
import io.tandem.failover.spool.Position;
import io.tandem.failover.spool.Spool;
import io.tandem.failover.spool.SpoolReader;
import io.tandem.failover.spool.SpoolRecord;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What all lanes of a spool share. Immutable, of thread-safe parts.
 *
 * @param origin the machine whose records they are
 * @param delivered what the lanes have delivered together
 */
record Lanes(String origin, Spool spool, DeliveredRanges delivered, CurrentRoute route, Tiers tiers, Tries tries,
		Batch.Joiner joiner, DeliveryProperties properties, Refusals refusals, InstantSource clock,
		RandomGenerator random) {

	Batch batch(List<SpoolRecord> records) {
		return Batch.of(this.origin, this.spool.epoch(), records, this.joiner);
	}

	/** Returns a position in front of the newest records, or behind them if delivered. */
	Position newest() {
		Position newest = this.spool.newest();
		DeliveredRanges.Hole hole = this.delivered.nextUndelivered(newest.sequence(), Long.MAX_VALUE);
		return (hole == null || hole.from().sequence() == newest.sequence()) ? newest : hole.from();
	}

	/**
	 * Says that what the reader has passed without finding it is done with: it was lost,
	 * and recorded so.
	 * @param expected the sequence that the reader stood in front of
	 */
	void passLost(long expected, List<SpoolRecord> read, SpoolReader reader) {
		long found = read.isEmpty() ? reader.next() : read.getFirst().sequence();
		if (found > expected) {
			this.delivered.mark(expected, Position.after(found - 1));
		}
	}

	/** Returns how old what was accepted then is now; 0 if the clock was set back. */
	long ageMillis(long acceptedAtMillis) {
		return Math.max(0, this.clock.millis() - acceptedAtMillis);
	}

}
