package io.tandem.failover.delivery;

import io.tandem.wire.exposition.Expositions;
import io.tandem.wire.exposition.MetricFamily;
import io.tandem.wire.exposition.MetricFamily.Line;
import io.tandem.wire.remotewrite.InvalidWriteRequestException;
import io.tandem.wire.remotewrite.WriteRequests;
import io.tandem.wire.series.Labels;
import io.tandem.wire.series.Sample;
import io.tandem.wire.series.StaleMarker;
import io.tandem.wire.series.TimeSeries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The last value of each series, by job and instance. A series that has ended, or was not
 * seen for {@link #REMEMBERED}, is left out. Bounded; what does not fit is counted and
 * not shown. Thread-safe, guarded by itself.
 */
final class PushgatewayGroups {

	static final Duration REMEMBERED = Duration.ofMinutes(5);

	static final int MAX_SERIES = 20_000;

	private static final Pattern METRIC_NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");

	private static final Pattern LABEL_NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

	/** The Pushgateway adds these to each group and takes nobody else's. */
	private static final Set<String> ITS_OWN = Set.of("push_time_seconds", "push_failure_time_seconds");

	/**
	 * Says that a Prometheus has scraped the series. It still does, so nothing of it need
	 * be shown; and what it scraped at a Pushgateway would come back from there as an
	 * older value under a new time. Prometheus' configuration could cut only that, and
	 * would leave every scraped series to be shown, and scraped, a second time.
	 */
	private static final String PATH = "tandem_path";

	private final String machine;

	private final int maxSeries;

	private final Map<Group, Map<Labels, Last>> groups = new HashMap<>();

	private int series;

	private long dropped;

	PushgatewayGroups(String machine, int maxSeries) {
		this.machine = machine;
		this.maxSeries = maxSeries;
	}

	/**
	 * Takes over a body's newest values.
	 * @param touched gets the groups that it has series of
	 * @param now in nanoseconds of {@link System#nanoTime()}
	 * @return how many series there was no room for, or no way to show
	 */
	synchronized long update(byte[] body, Set<Group> touched, long now) throws InvalidWriteRequestException {
		this.dropped = 0;
		WriteRequests.read(body, (read) -> update(read, touched, now));
		return this.dropped;
	}

	private void update(TimeSeries read, Set<Group> touched, long now) {
		Labels labels = read.labels();
		if (read.samples().isEmpty() || labels.get(PATH) != null) {
			return;
		}
		Sample newest = read.samples().getFirst();
		for (Sample sample : read.samples()) {
			newest = (sample.timestampMillis() >= newest.timestampMillis()) ? sample : newest;
		}
		Group group = new Group(labelOr(labels, "job", "unknown"), labelOr(labels, "instance", this.machine));
		Map<Labels, Last> members = this.groups.computeIfAbsent(group, (key) -> new HashMap<>());
		Last last = members.get(labels);
		if (last != null && last.timestampMillis() > newest.timestampMillis()) {
			return;
		}
		if (last == null && (this.series >= this.maxSeries || !canBeShown(labels))) {
			this.dropped++;
			if (members.isEmpty()) {
				this.groups.remove(group);
			}
			return;
		}
		touched.add(group);
		if (members.put(labels, new Last(newest.value(), newest.timestampMillis(), now)) == null) {
			this.series++;
		}
	}

	private static String labelOr(Labels labels, String name, String otherwise) {
		String value = labels.get(name);
		return (value != null) ? value : otherwise;
	}

	private static boolean canBeShown(Labels labels) {
		if (!METRIC_NAME.matcher(labels.metricName()).matches() || ITS_OWN.contains(labels.metricName())) {
			return false;
		}
		return labels.asMap().keySet().stream().allMatch((name) -> LABEL_NAME.matcher(name).matches());
	}

	/** Returns the group as text without timestamps; empty if nothing is left of it. */
	synchronized byte[] exposition(Group group, long now) {
		Map<Labels, Last> members = this.groups.getOrDefault(group, Map.of());
		int before = members.size();
		members.values().removeIf((last) -> StaleMarker.is(last.value()) || now - last.seenAt() > REMEMBERED.toNanos());
		this.series -= before - members.size();
		if (members.isEmpty()) {
			this.groups.remove(group);
		}
		Map<String, List<Line>> byName = new TreeMap<>();
		Map<String, String> unlabelled = new LinkedHashMap<>();
		unlabelled.put("job", "");
		unlabelled.put("instance", "");
		members.forEach((labels, last) -> byName.computeIfAbsent(labels.metricName(), (name) -> new ArrayList<>())
			.add(new Line(labels.with(unlabelled), last.value(), null)));
		return Expositions.write(byName.entrySet()
			.stream()
			.map((family) -> new MetricFamily(family.getKey(), MetricFamily.Type.UNTYPED, null, family.getValue()))
			.toList());
	}

	synchronized void forget(Group group) {
		Map<Labels, Last> members = this.groups.remove(group);
		this.series -= (members != null) ? members.size() : 0;
	}

	synchronized void forget() {
		this.groups.clear();
		this.series = 0;
	}

	/** Series that are pushed together. */
	record Group(String job, String instance) {
	}

	private record Last(double value, long timestampMillis, long seenAt) {
	}

}
