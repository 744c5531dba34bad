package io.tandem.wire.exposition;

import io.tandem.wire.series.Labels;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A metric with its type, help and samples. Immutable.
 *
 * @param name the family's name, without suffixes such as {@code _bucket}
 * @param help null where none was given
 */
public record MetricFamily(String name, Type type, @Nullable String help, List<Line> lines) {

	public MetricFamily {
		lines = List.copyOf(lines);
	}

	/**
	 * The type, in the words of the text format; {@code UNTYPED} where none was given.
	 */
	public enum Type {

		COUNTER, GAUGE, HISTOGRAM, SUMMARY, UNTYPED

	}

	/**
	 * One sample line.
	 *
	 * @param labels with the sample's own name, suffix included, as {@code __name__}
	 * @param timestampMillis null where the line has none
	 */
	public record Line(Labels labels, double value, @Nullable Long timestampMillis) {
	}

}
