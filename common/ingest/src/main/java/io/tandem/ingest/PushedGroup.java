package io.tandem.ingest;

import io.tandem.wire.series.Labels;
import io.tandem.wire.series.Sample;
import io.tandem.wire.series.StaleMarker;
import io.tandem.wire.series.TimeSeries;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is known of one group: which series its last pushes left in it. Immutable.
 *
 * @param key the group's labels, none of them empty
 * @param members the group's series, without the two push times, and the metric family
 * that each came with
 * @param lastMillis the time of the group's latest samples
 * @param failureSeconds when a push was last refused for what it held, seconds since the
 * Unix epoch; 0 for never
 * @param isDeleted nothing of the group is visible; remembered for {@code lastMillis}
 */
record PushedGroup(Labels key, Map<Labels, String> members, long lastMillis, double failureSeconds, boolean isDeleted) {

	static final String PUSH_TIME = "push_time_seconds";

	static final String PUSH_FAILURE_TIME = "push_failure_time_seconds";

	PushedGroup {
		members = Collections.unmodifiableMap(members);
	}

	/** Returns a group of which nothing is known. */
	static PushedGroup unknown(Labels key) {
		return new PushedGroup(key, Map.of(), 0, 0, true);
	}

	/** How many series the group has, the two push times included. */
	int seriesCount() {
		return this.isDeleted ? 0 : this.members.size() + 2;
	}

	PushedGroup withFailure(long millis) {
		return new PushedGroup(this.key, this.members, this.lastMillis, millis / 1000.0, this.isDeleted);
	}

	/** Returns the change that takes all series away. */
	Change delete(long millis) {
		List<TimeSeries> record = new ArrayList<>();
		record.add(series(pushTime(PUSH_TIME), millis, StaleMarker.VALUE));
		record.add(series(pushTime(PUSH_FAILURE_TIME), millis, StaleMarker.VALUE));
		for (Labels member : this.members.keySet()) {
			record.add(series(member, millis, StaleMarker.VALUE));
		}
		return new Change(record, new PushedGroup(this.key, Map.of(), millis, 0, true));
	}

	/**
	 * Returns the change that a push makes.
	 * @param replacesAll whether everything that was in the group goes (PUT), or only
	 * what is in a metric family that is pushed (POST)
	 */
	Change push(PushedMetrics pushed, boolean replacesAll, long millis) {
		Map<Labels, String> after = new HashMap<>();
		Set<Labels> gone = new HashSet<>();
		this.members.forEach((member, family) -> {
			if (replacesAll || pushed.families().contains(family)) {
				gone.add(member);
			}
			else {
				after.put(member, family);
			}
		});
		List<TimeSeries> record = new ArrayList<>(pushed.samples().size() + gone.size() + 2);
		// first, so that a replay knows whose the series behind it are
		record.add(series(pushTime(PUSH_TIME), millis, millis / 1000.0));
		record.add(series(pushTime(PUSH_FAILURE_TIME), millis, this.failureSeconds));
		pushed.samples().forEach((labels, sample) -> {
			record.add(series(labels, millis, sample.value()));
			gone.remove(labels);
			after.put(labels, sample.family());
		});
		for (Labels member : gone) {
			if (!after.containsKey(member)) {
				record.add(series(member, millis, StaleMarker.VALUE));
			}
		}
		return new Change(record, new PushedGroup(this.key, after, millis, this.failureSeconds, false));
	}

	private Labels pushTime(String name) {
		return this.key.with(Map.of(Labels.METRIC_NAME, name));
	}

	private static TimeSeries series(Labels labels, long millis, double value) {
		return new TimeSeries(labels, List.of(new Sample(millis, value)));
	}

	/**
	 * What a push does to a group.
	 *
	 * @param record the samples that tell it, the group's {@code push_time_seconds} first
	 * @param after the group once the record is durable
	 */
	record Change(List<TimeSeries> record, PushedGroup after) {
	}

}
