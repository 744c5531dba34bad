package io.tandem.healthsync.reconciliation;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How this machine's history of an origin compares with the origin's own. Immutable.
 *
 * @param comparedAt when that was last done; null if it never was
 * @param from the first minute that was compared then
 * @param to the minute after the last; later ones are not complete on both machines
 * @param minutes how many of them have any report
 * @param missing of those that are known to differ, in which reports are missing here
 * @param more in which there are more here
 * @param repaired reports that were fetched since the start
 * @param differing those that differ or did, the newest first; 100 at most
 * @param problem why the last comparison could not be done; null if it was
 */
record OriginComparison(@Nullable Instant comparedAt, @Nullable Instant from, @Nullable Instant to, int minutes,
		int missing, int more, long repaired, List<MinuteVerdict> differing, @Nullable String problem) {

	static final OriginComparison NONE = new OriginComparison(null, null, null, 0, 0, 0, 0, List.of(),
			"not compared yet");

	OriginComparison failed(String problem) {
		return new OriginComparison(this.comparedAt, this.from, this.to, this.minutes, this.missing, this.more,
				this.repaired, this.differing, problem);
	}

}
