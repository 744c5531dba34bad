package io.tandem.hub.window;

import io.tandem.wire.series.Labels;
import io.tandem.wire.series.Sample;
import io.tandem.wire.series.TimeSeries;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the samples of the last minutes in bounded memory. What does not fit is counted
 * by reason and left out; nothing is lost by it, the streams have everything. Thread-safe
 * for any number of readers and writers: each series guards itself, so a reader sees each
 * series at one moment, but not all series at the same one.
 *
 * <p>
 * Memory, at most: {@code maxSamples} x 16 bytes of samples, {@code maxLabelBytes} of
 * label sets, and about 250 bytes a series for the maps' entries, the object and its
 * arrays' heads, twice that if each has a metric name of its own. With the defaults that
 * is 32 MB + 48 MB + 13 to 25 MB. In use, 10,000 series pushed every 15 s take about 32
 * slots each (the arrays grow by doubling): 5 MB of samples and 5 to 10 MB of label sets.
 */
final class RecentWindow {

	/** What a label set takes beside its labels. */
	private static final int LABEL_SET_BYTES = 120;

	/** What one label takes beside its characters: two strings and an entry. */
	private static final int LABEL_BYTES = 120;

	private final WindowProperties limits;

	private final InstantSource clock;

	private final SeriesIndex all = new SeriesIndex();

	private final Budget series;

	private final Budget slots;

	private final Budget labelBytes;

	private final Map<DropReason, LongAdder> dropped = new EnumMap<>(DropReason.class);

	RecentWindow(WindowProperties limits, InstantSource clock) {
		this.limits = limits;
		this.clock = clock;
		this.series = new Budget(limits.maxSeries());
		this.slots = new Budget(limits.maxSamples());
		this.labelBytes = new Budget(limits.maxLabelBytes().toBytes());
		for (DropReason reason : DropReason.values()) {
			this.dropped.put(reason, new LongAdder());
		}
	}

	/** A series that has not ended, with its newest sample. */
	record Latest(Labels labels, Sample sample) {
	}

	/** Takes the samples that lie within the window; in any order, and any twice. */
	void add(TimeSeries pushed) {
		long now = this.clock.millis();
		long length = this.limits.length().toMillis();
		for (Sample sample : pushed.samples()) {
			if (sample.timestampMillis() < now - length) {
				drop(DropReason.TOO_OLD);
			}
			else if (sample.timestampMillis() > now + length) {
				drop(DropReason.FUTURE);
			}
			else {
				add(pushed.labels(), sample);
			}
		}
	}

	private void add(Labels labels, Sample sample) {
		SeriesSamples.Added added;
		do {
			SeriesSamples samples = findOrCreate(labels);
			if (samples == null) {
				return;
			}
			added = samples.add(sample.timestampMillis(), sample.value());
		}
		while (added == SeriesSamples.Added.RETIRED);
		switch (added) {
			case OLDEST_DROPPED_AT_SERIES_LIMIT -> drop(DropReason.SAMPLE_LIMIT);
			case OLDEST_DROPPED_AT_WINDOW_LIMIT -> drop(DropReason.WINDOW_FULL);
			case NEW, DUPLICATE, RETIRED -> {
			}
		}
	}

	private @Nullable SeriesSamples findOrCreate(Labels labels) {
		SeriesSamples known = this.all.get(labels);
		if (known != null) {
			return known;
		}
		if (!this.series.tryTake(1)) {
			drop(DropReason.SERIES_LIMIT);
			return null;
		}
		long bytes = bytesOf(labels);
		if (!this.labelBytes.tryTake(bytes)) {
			this.series.giveBack(1);
			drop(DropReason.LABEL_LIMIT);
			return null;
		}
		SeriesSamples created = new SeriesSamples(this.limits.maxSamplesPerSeries(), this.slots);
		SeriesSamples other = this.all.putIfAbsent(labels, created);
		if (other != null) {
			this.series.giveBack(1);
			this.labelBytes.giveBack(bytes);
			return other;
		}
		return created;
	}

	/** Removes what has left the window. To be called now and then, by one thread. */
	void sweep() {
		long oldest = this.clock.millis() - this.limits.length().toMillis();
		this.all.forEach((labels, samples) -> {
			samples.expire(oldest);
			if (samples.tryRetire() && this.all.remove(labels, samples)) {
				this.series.giveBack(1);
				this.labelBytes.giveBack(bytesOf(labels));
			}
		});
	}

	/**
	 * Returns the live series that the filter takes, ordered by metric name.
	 */
	List<Latest> latest(SeriesFilter filter) {
		long oldest = this.clock.millis() - this.limits.length().toMillis();
		List<Latest> found = new ArrayList<>();
		this.all.forEach(filter, (labels, samples) -> {
			Sample newest = samples.latest(oldest);
			if (newest != null) {
				found.add(new Latest(labels, newest));
			}
		});
		found.sort(Comparator.comparing((latest) -> latest.labels().metricName()));
		return found;
	}

	/**
	 * Finds the series that the filter takes. Nothing of theirs is copied yet.
	 */
	Selection select(SeriesFilter filter) {
		List<Map.Entry<Labels, SeriesSamples>> found = new ArrayList<>();
		this.all.forEach(filter, (labels, samples) -> found.add(Map.entry(labels, samples)));
		return new Selection(found);
	}

	/** Returns how many series there are, ended ones included. */
	long seriesCount() {
		return this.series.used();
	}

	/** Returns how many samples there are; walks all series. */
	long sampleCount() {
		LongAdder count = new LongAdder();
		this.all.forEach((labels, samples) -> count.add(samples.size()));
		return count.sum();
	}

	/** Returns for how many samples there is memory taken. */
	long slotCount() {
		return this.slots.used();
	}

	/** Returns how many samples were left out for the reason. */
	long dropped(DropReason reason) {
		return adder(reason).sum();
	}

	private void drop(DropReason reason) {
		adder(reason).increment();
	}

	private LongAdder adder(DropReason reason) {
		return Objects.requireNonNull(this.dropped.get(reason));
	}

	private static long bytesOf(Labels labels) {
		long bytes = LABEL_SET_BYTES;
		for (Map.Entry<String, String> label : labels.asMap().entrySet()) {
			bytes += LABEL_BYTES + label.getKey().length() + label.getValue().length();
		}
		return bytes;
	}

	/** Series that were found, to be read. */
	final class Selection {

		private final List<Map.Entry<Labels, SeriesSamples>> found;

		private Selection(List<Map.Entry<Labels, SeriesSamples>> found) {
			this.found = found;
		}

		/**
		 * Hands over the series that have samples in the span, with these, in no
		 * particular order.
		 * @param from milliseconds since the Unix epoch, included; cut to the window
		 * @param to the same, included
		 * @param limit series at most
		 * @return whether there were more than {@code limit}
		 */
		boolean read(long from, long to, int limit, Consumer<TimeSeries> reader) {
			long oldest = Math.max(from,
					RecentWindow.this.clock.millis() - RecentWindow.this.limits.length().toMillis());
			int count = 0;
			for (Map.Entry<Labels, SeriesSamples> series : this.found) {
				List<Sample> samples = series.getValue().between(oldest, to);
				if (samples.isEmpty()) {
					continue;
				}
				if (count == limit) {
					return true;
				}
				count++;
				reader.accept(new TimeSeries(series.getKey(), samples));
			}
			return false;
		}

	}

}
