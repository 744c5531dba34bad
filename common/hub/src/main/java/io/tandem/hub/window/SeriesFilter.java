package io.tandem.hub.window;

import io.tandem.wire.series.Labels;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells which series are wanted. */
@FunctionalInterface
interface SeriesFilter {

	boolean takes(Labels labels);

	/**
	 * Returns the metric names that are taken at most, so that nobody looks at others;
	 * null if any may be.
	 */
	default @Nullable Set<String> metricNames() {
		return null;
	}

}
