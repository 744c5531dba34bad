package io.tandem.ingest;

import io.tandem.wire.exposition.MetricFamily;
import io.tandem.wire.exposition.MetricFamily.Type;
import io.tandem.wire.series.Labels;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What one push brought, as series of its group.
 *
 * @param samples values by series, in the order in which they were pushed
 * @param families names of the metric families that were pushed
 */
record PushedMetrics(Map<Labels, PushedSample> samples, Set<String> families) {

	/**
	 * Puts the metrics into a group: its labels replace those of the same name, as the
	 * Pushgateway does. The Pushgateway also gives each series an empty {@code instance}
	 * label where neither the group nor the sample has one, so that Prometheus does not
	 * put the Pushgateway's own there; in a pushed sample that is the same as no label,
	 * and that is how it stays.
	 * <p>
	 * The two push times are the receiver's, so pushed ones are passed over.
	 * @param groupLabels the group's labels; an empty value takes the label away
	 * @throws RefusedException if a sample has a timestamp or a reserved label, or two
	 * are of the same series
	 */
	static PushedMetrics of(List<MetricFamily> families, Map<String, String> groupLabels) {
		Map<Labels, PushedSample> samples = new LinkedHashMap<>();
		Map<Labels, Labels> asPushed = new HashMap<>();
		List<MetricFamily> own = families.stream().filter((family) -> !isPushTime(family.name())).toList();
		for (MetricFamily family : own) {
			boolean hasParts = family.type() == Type.HISTOGRAM || family.type() == Type.SUMMARY;
			for (MetricFamily.Line line : family.lines()) {
				requireNoTimestamp(line);
				requireNoReservedLabel(line.labels());
				Labels labels = line.labels().with(groupLabels);
				Labels twin = asPushed.put(labels, line.labels());
				// the Pushgateway takes a part of a histogram twice, the last counts
				if (twin != null && !(hasParts && twin.equals(line.labels()))) {
					throw new RefusedException(Refusal.INCONSISTENT_PUSH,
							"the same series was pushed twice (the group's labels replace the sample's): series="
									+ labels);
				}
				samples.put(labels, new PushedSample(line.value(), family.name()));
			}
		}
		return new PushedMetrics(samples, own.stream().map(MetricFamily::name).collect(Collectors.toUnmodifiableSet()));
	}

	private static boolean isPushTime(String family) {
		return family.equals(PushedGroup.PUSH_TIME) || family.equals(PushedGroup.PUSH_FAILURE_TIME);
	}

	private static void requireNoTimestamp(MetricFamily.Line line) {
		if (line.timestampMillis() != null) {
			throw new RefusedException(Refusal.PUSHED_TIMESTAMP, "pushed metrics must not have timestamps: series="
					+ line.labels() + " timestamp=" + line.timestampMillis());
		}
	}

	private static void requireNoReservedLabel(Labels labels) {
		for (String name : labels.asMap().keySet()) {
			if (name.startsWith("__") && !name.equals(Labels.METRIC_NAME)) {
				throw new RefusedException(Refusal.INCONSISTENT_PUSH,
						"label names that begin with __ are reserved: label=" + name + " series=" + labels);
			}
		}
	}

	/**
	 * One value.
	 *
	 * @param family the metric family it was pushed in
	 */
	record PushedSample(double value, String family) {
	}

}
