package io.tandem.ingest;

import io.tandem.wire.remotewrite.InvalidWriteRequestException;
import io.tandem.wire.remotewrite.WriteRequests;
import io.tandem.wire.series.Labels;
import io.tandem.wire.series.Sample;
import io.tandem.wire.series.StaleMarker;
import io.tandem.wire.series.TimeSeries;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads groups back from the records that changed them. A record begins with its group's
 * {@code push_time_seconds}, whose labels are exactly the group's; the series behind it
 * are the group's until the next such series. A stale marker takes a series out of its
 * group, on {@code push_time_seconds} it takes the group away.
 *
 * <p>
 * A record does not say which metric family a series came with. That is inferred from the
 * names beside it; where it cannot be (a summary without quantiles), all that may go
 * wrong is that a series which a later POST drops ends by look-back.
 */
final class GroupReplay {

	private final List<Section> sections = new ArrayList<>();

	private GroupReplay() {
	}

	/**
	 * Returns the groups as they are after the record.
	 * @param known returns what is known of a group so far
	 */
	static List<PushedGroup> of(byte[] body, KnownGroups known) throws InvalidWriteRequestException {
		GroupReplay replay = new GroupReplay();
		WriteRequests.read(body, replay::add);
		Map<Labels, PushedGroup> after = new LinkedHashMap<>();
		for (Section section : replay.sections) {
			PushedGroup before = after.containsKey(section.key) ? after.get(section.key) : known.get(section.key);
			if (section.millis > before.lastMillis()) {
				after.remove(section.key);
				after.put(section.key, section.applyTo(before));
			}
		}
		return List.copyOf(after.values());
	}

	private void add(TimeSeries series) {
		for (Sample sample : series.samples()) {
			String name = series.labels().metricName();
			if (name.equals(PushedGroup.PUSH_TIME)) {
				this.sections.add(new Section(series.labels().with(Map.of(Labels.METRIC_NAME, "")), sample));
			}
			else if (!name.equals(PushedGroup.PUSH_FAILURE_TIME) && !this.sections.isEmpty()) {
				this.sections.getLast().add(series.labels(), sample);
			}
			else if (!this.sections.isEmpty()) {
				this.sections.getLast().failureSeconds = sample.value();
			}
		}
	}

	/** Looks a group up. */
	interface KnownGroups {

		PushedGroup get(Labels key);

	}

	/** One push in a record. Confined to the thread that reads the record. */
	private static final class Section {

		private final Labels key;

		private final long millis;

		private final boolean isDelete;

		private final Set<Labels> pushed = new HashSet<>();

		private final Set<Labels> gone = new HashSet<>();

		private double failureSeconds;

		Section(Labels key, Sample pushTime) {
			this.key = key;
			this.millis = pushTime.timestampMillis();
			this.isDelete = StaleMarker.is(pushTime.value());
		}

		void add(Labels series, Sample sample) {
			(StaleMarker.is(sample.value()) ? this.gone : this.pushed).add(series);
		}

		PushedGroup applyTo(PushedGroup before) {
			if (this.isDelete) {
				return new PushedGroup(this.key, Map.of(), this.millis, 0, true);
			}
			Map<Labels, String> members = new HashMap<>(before.members());
			members.keySet().removeAll(this.gone);
			Set<String> parts = new HashSet<>();
			for (Labels series : this.pushed) {
				if (series.get("quantile") != null) {
					parts.add(series.metricName());
				}
				else if (series.get("le") != null && series.metricName().endsWith("_bucket")) {
					parts.add(base(series.metricName(), "_bucket"));
				}
			}
			for (Labels series : this.pushed) {
				members.put(series, family(series.metricName(), parts));
			}
			return new PushedGroup(this.key, members, this.millis, this.failureSeconds, false);
		}

		private static String family(String name, Set<String> withParts) {
			for (String suffix : List.of("_bucket", "_count", "_sum", "_created")) {
				if (name.endsWith(suffix) && withParts.contains(base(name, suffix))) {
					return base(name, suffix);
				}
			}
			return name;
		}

		private static String base(String name, String suffix) {
			return name.substring(0, name.length() - suffix.length());
		}

	}

}
