package io.tandem.wire.series;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The label set that identifies a series, sorted by name, the metric name among them as
 * {@code __name__}. Immutable.
 */
public final class Labels {

	public static final String METRIC_NAME = "__name__";

	private Labels() {
	}

	/**
	 * Makes a label set. Labels with an empty value are left out, as Prometheus does.
	 */
	public static Labels of(Map<String, String> labels) {
		throw new UnsupportedOperationException();
	}

	/** Returns the label's value, or null where the set has no such label. */
	public @Nullable String get(String name) {
		throw new UnsupportedOperationException();
	}

	/** Returns the metric name, empty where there is none. */
	public String metricName() {
		throw new UnsupportedOperationException();
	}

	/** Returns the labels in order of their names; unmodifiable. */
	public Map<String, String> asMap() {
		throw new UnsupportedOperationException();
	}

	/** Returns a copy in which the given labels replace those of the same name. */
	public Labels with(Map<String, String> labels) {
		throw new UnsupportedOperationException();
	}

}
