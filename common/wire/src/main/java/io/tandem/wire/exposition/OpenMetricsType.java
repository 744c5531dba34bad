package io.tandem.wire.exposition;

import io.tandem.wire.exposition.MetricFamily.Type;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** OpenMetrics' types, the samples each may have, and what becomes of them in text. */
enum OpenMetricsType {

	COUNTER(Type.COUNTER, "_total", "_created"), GAUGE(Type.GAUGE, ""),
	HISTOGRAM(Type.HISTOGRAM, "_bucket", "_count", "_sum", "_created"),
	GAUGEHISTOGRAM(Type.GAUGE, "_bucket", "_gcount", "_gsum"), STATESET(Type.GAUGE, ""), INFO(Type.GAUGE, "_info"),
	SUMMARY(Type.SUMMARY, "", "_count", "_sum", "_created"), UNKNOWN(Type.UNTYPED, "");

	private final Type type;

	private final List<String> suffixes;

	OpenMetricsType(Type type, String... suffixes) {
		this.type = type;
		this.suffixes = List.of(suffixes);
	}

	static @Nullable OpenMetricsType named(String name) {
		for (OpenMetricsType type : values()) {
			if (type.name().toLowerCase(Locale.ROOT).equals(name)) {
				return type;
			}
		}
		return null;
	}

	/**
	 * Returns the suffix by which the sample belongs to the family, null if it does not.
	 */
	@Nullable String suffixOf(String sample, String family) {
		if (!sample.startsWith(family)) {
			return null;
		}
		String suffix = sample.substring(family.length());
		return this.suffixes.contains(suffix) ? suffix : null;
	}

	/** Returns the name of the text format's family that a sample goes to. */
	String textFamily(String family, String suffix) {
		boolean isGrouped = (this == HISTOGRAM || this == SUMMARY) && !suffix.equals("_created");
		return isGrouped ? family : family + suffix;
	}

	/** Returns the type of the text format's family that a sample goes to. */
	Type textType(String suffix) {
		return suffix.equals("_created") ? Type.GAUGE : this.type;
	}

}
