package io.tandem.agent.registry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.config.NamingConvention;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import io.tandem.wire.series.Labels;
import io.tandem.wire.series.Sample;
import io.tandem.wire.series.TimeSeries;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * All meters' values at one time, as series. Where two meters come to the same series,
 * the first counts. A tag that is called like one of the agent's own labels becomes
 * {@code exported_<tag>}, as in a scrape. Confined to one push.
 */
final class Snapshot {

	private static final TimeUnit SECONDS = TimeUnit.SECONDS;

	private final List<TimeSeries> series = new ArrayList<>();

	private final Set<Labels> seen = new HashSet<>();

	private final NamingConvention names;

	private final Map<String, String> own;

	private final long atMillis;

	Snapshot(NamingConvention names, Map<String, String> own, long atMillis) {
		this.names = names;
		this.own = own;
		this.atMillis = atMillis;
	}

	List<TimeSeries> series() {
		return this.series;
	}

	void add(Meter meter) {
		switch (meter) {
			case TimeGauge gauge -> add(meter, "_seconds", gauge.value(SECONDS));
			case Gauge gauge -> add(meter, "", gauge.value());
			case Counter counter -> add(meter, "", counter.count());
			case FunctionCounter counter -> add(meter, "", counter.count());
			case Timer timer -> addTimer(timer);
			case DistributionSummary summary -> addSummary(summary);
			case LongTaskTimer timer -> {
				add(meter, "_active_count", timer.activeTasks());
				add(meter, "_duration_sum", timer.duration(SECONDS));
				add(meter, "_max", timer.max(SECONDS));
			}
			case FunctionTimer timer -> {
				add(meter, "_count", timer.count());
				add(meter, "_sum", timer.totalTime(SECONDS));
			}
			default -> addMeasurements(meter);
		}
	}

	private void addTimer(Timer timer) {
		HistogramSnapshot snapshot = timer.takeSnapshot();
		long count = addBuckets(timer, snapshot, timer.count(), (bucket) -> bucket.bucket(SECONDS));
		add(timer, "_count", count);
		add(timer, "_sum", timer.totalTime(SECONDS));
		add(timer, "_max", timer.max(SECONDS));
	}

	private void addSummary(DistributionSummary summary) {
		HistogramSnapshot snapshot = summary.takeSnapshot();
		long count = addBuckets(summary, snapshot, summary.count(), CountAtBucket::bucket);
		add(summary, "_count", count);
		add(summary, "_sum", summary.totalAmount());
		add(summary, "_max", summary.max());
	}

	/** Returns the count that fits the buckets, which were read a moment before. */
	private long addBuckets(Meter meter, HistogramSnapshot snapshot, long counted,
			ToDoubleFunction<CountAtBucket> bound) {
		CountAtBucket[] buckets = snapshot.histogramCounts();
		if (buckets.length == 0) {
			return counted;
		}
		long count = counted;
		for (CountAtBucket bucket : buckets) {
			double le = bound.applyAsDouble(bucket);
			if (Double.isFinite(le)) {
				add(meter, "_bucket", bucket.count(), "le", BigDecimal.valueOf(le).toPlainString());
				count = Math.max(count, (long) bucket.count());
			}
		}
		add(meter, "_bucket", count, "le", "+Inf");
		return count;
	}

	private void addMeasurements(Meter meter) {
		for (Measurement measurement : meter.measure()) {
			String suffix = switch (measurement.getStatistic()) {
				case TOTAL, TOTAL_TIME -> "_sum";
				case COUNT -> "_total";
				case MAX -> "_max";
				case VALUE, UNKNOWN -> "_value";
				case ACTIVE_TASKS -> "_active_count";
				case DURATION -> "_duration_sum";
			};
			add(meter, suffix, measurement.getValue());
		}
	}

	private void add(Meter meter, String suffix, double value, String... more) {
		Meter.Id id = meter.getId();
		String name = id.getConventionName(this.names);
		Map<String, String> labels = new TreeMap<>();
		for (Tag tag : id.getConventionTags(this.names)) {
			String key = (this.own.containsKey(tag.getKey()) || tag.getKey().equals("le")) ? "exported_" + tag.getKey()
					: tag.getKey();
			labels.put(key, tag.getValue());
		}
		labels.putAll(this.own);
		for (int i = 0; i < more.length; i += 2) {
			labels.put(more[i], more[i + 1]);
		}
		labels.put(Labels.METRIC_NAME, name.endsWith(suffix) ? name : name + suffix);
		Labels key = Labels.of(labels);
		if (this.seen.add(key)) {
			this.series.add(new TimeSeries(key, List.of(new Sample(this.atMillis, value))));
		}
	}

}
