package io.tandem.healthsync.history;

import io.tandem.healthsync.state.StreamPosition;
import io.tandem.wire.health.HealthReport;
import io.tandem.wire.health.HealthStatus;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A report that is kept. Immutable.
 *
 * @param position where it stands in its machine's stream
 * @param kind why it is kept
 * @param previous what the agent was before; null where nothing was known
 */
record KeptReport(HealthReport report, StreamPosition position, Kind kind, @Nullable HealthStatus previous) {

	/** Why a report is kept. */
	enum Kind {

		/** It is the first of its agent. */
		FIRST,
		/** The agent says to be otherwise than before. */
		STATUS,
		/** The agent is the same, in another life. */
		LIFE,
		/** Nothing has changed, but the last one that was kept is old. */
		TRAIL,
		/** It came after newer ones: it is part of what was, not of what is. */
		LATE;

		/** Returns the kind as it is shown. */
		String word() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

}
