package io.tandem.fleet;

import io.tandem.fleet.InvalidFleetException.Fault;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A fleet and how it came to be the one that holds. Immutable.
 *
 * @param fleet the one that holds
 * @param file where it is read from; null where none is set
 * @param loadedAt when the fleet was read; null while nothing has been
 * @param isStale whether the file is missing or wrong now, and an older fleet, or none,
 * holds
 * @param refused the last version of the file that could not be used, be it long mended;
 * null if there was none
 */
public record FleetState(Fleet fleet, @Nullable Path file, @Nullable Instant loadedAt, boolean isStale,
		@Nullable Refusal refused) {

	/**
	 * A version of the file that could not be used.
	 *
	 * @param at when it was first met
	 * @param reason in one line
	 * @param faults what is wrong with its text, in the order of lines; empty if it could
	 * not even be read
	 */
	public record Refusal(Instant at, String reason, List<Fault> faults) {

		public Refusal {
			faults = List.copyOf(faults);
		}

	}

}
