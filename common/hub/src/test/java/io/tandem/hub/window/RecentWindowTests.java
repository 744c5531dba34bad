package io.tandem.hub.window;

import io.tandem.hub.window.RecentWindow.Latest;
import io.tandem.hub.window.WindowProperties.Streams;
import io.tandem.wire.series.Labels;
import io.tandem.wire.series.Sample;
import io.tandem.wire.series.StaleMarker;
import io.tandem.wire.series.TimeSeries;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

class RecentWindowTests {

	private static final long NOW = 1_700_000_000_000L;

	private final AtomicLong now = new AtomicLong(NOW);

	private final RecentWindow window = window(100, 10, 1000, DataSize.ofMegabytes(1));

	@Test
	void keepsWhatLiesWithinTheWindowAndCountsTheRest() {
		push("a", NOW - 300_001, 1);
		push("a", NOW - 300_000, 2);
		push("a", NOW + 300_000, 3);
		push("a", NOW + 300_001, 4);
		assertThat(samples("a")).extracting(Sample::value).containsExactly(2d, 3d);
		assertThat(this.window.dropped(DropReason.TOO_OLD)).isEqualTo(1);
		assertThat(this.window.dropped(DropReason.FUTURE)).isEqualTo(1);
	}

	@Test
	void samplesThatHaveLeftTheWindowAreNotShownEvenBeforeTheSweep() {
		push("a", NOW, 1);
		this.now.addAndGet(300_001);
		assertThat(samples("a")).isEmpty();
		assertThat(this.window.latest((labels) -> true)).isEmpty();
	}

	@Test
	void sweepRemovesExpiredSeriesAndMakesRoom() {
		RecentWindow one = window(1, 10, 1000, DataSize.ofMegabytes(1));
		push(one, "a", NOW, 1);
		push(one, "b", NOW, 1);
		assertThat(one.dropped(DropReason.SERIES_LIMIT)).isEqualTo(1);
		this.now.addAndGet(300_001);
		one.sweep();
		assertThat(one.seriesCount()).isZero();
		assertThat(one.slotCount()).isZero();
		push(one, "b", NOW + 300_001, 2);
		assertThat(one.latest((labels) -> true)).extracting((latest) -> latest.labels().metricName())
			.containsExactly("b");
	}

	@Test
	void atTheSeriesLimitKnownSeriesGoOn() {
		RecentWindow two = window(2, 10, 1000, DataSize.ofMegabytes(1));
		push(two, "a", NOW, 1);
		push(two, "b", NOW, 1);
		push(two, "c", NOW, 1);
		push(two, "a", NOW + 1, 2);
		assertThat(two.seriesCount()).isEqualTo(2);
		assertThat(two.sampleCount()).isEqualTo(3);
		assertThat(two.dropped(DropReason.SERIES_LIMIT)).isEqualTo(1);
	}

	@Test
	void hugeLabelSetsDoNotGetMoreThanTheirMemory() {
		RecentWindow small = window(100, 10, 1000, DataSize.ofKilobytes(8));
		for (int i = 0; i < 20; i++) {
			push(small, "a" + i + "_" + "x".repeat(1000), NOW, 1);
		}
		assertThat(small.seriesCount()).isEqualTo(5);
		assertThat(small.dropped(DropReason.LABEL_LIMIT)).isEqualTo(15);
	}

	@Test
	void overflowOfASeriesAndOfTheWholeAreCountedApart() {
		RecentWindow small = window(100, 10, 16, DataSize.ofMegabytes(1));
		for (int i = 0; i < 12; i++) {
			push(small, "a", NOW + i, i);
		}
		assertThat(small.dropped(DropReason.SAMPLE_LIMIT)).isEqualTo(2);
		push(small, "b", NOW, 1);
		assertThat(small.dropped(DropReason.WINDOW_FULL)).isEqualTo(1);
	}

	@Test
	void latestLeavesOutSeriesThatHaveEnded() {
		push("a", NOW, 1);
		push("b", NOW, 1);
		push("b", NOW + 1, StaleMarker.VALUE);
		assertThat(this.window.latest((labels) -> true)).containsExactly(new Latest(labels("a"), new Sample(NOW, 1)));
	}

	@Test
	void latestIsOrderedByMetricName() {
		for (String name : List.of("c", "a", "b")) {
			push(name, NOW, 1);
		}
		assertThat(this.window.latest((labels) -> true)).extracting((latest) -> latest.labels().metricName())
			.containsExactly("a", "b", "c");
	}

	@Test
	void seriesOfAMetricAreFoundByItsNameAndAreGoneOnceRetired() {
		push("a", NOW, 1);
		push("b", NOW, 1);
		SeriesFilter ofA = new SeriesFilter() {

			@Override
			public boolean takes(Labels labels) {
				assertThat(labels.metricName()).as("no other is looked at").isEqualTo("a");
				return true;
			}

			@Override
			public Set<String> metricNames() {
				return Set.of("a", "never pushed");
			}

		};
		assertThat(this.window.latest(ofA)).containsExactly(new Latest(labels("a"), new Sample(NOW, 1)));
		this.now.addAndGet(3_600_000);
		this.window.sweep();
		push("b", this.now.get(), 2);
		assertThat(this.window.latest(ofA)).isEmpty();
		push("a", this.now.get(), 2);
		assertThat(this.window.latest(ofA)).hasSize(1);
	}

	@Test
	void readingStopsAtTheLimitAndSaysSo() {
		for (int i = 0; i < 5; i++) {
			push("a" + i, NOW, 1);
		}
		List<TimeSeries> read = new ArrayList<>();
		assertThat(this.window.select((labels) -> true).read(0, Long.MAX_VALUE, 4, read::add)).isTrue();
		assertThat(read).hasSize(4);
		read.clear();
		assertThat(this.window.select((labels) -> true).read(0, Long.MAX_VALUE, 5, read::add)).isFalse();
		assertThat(read).hasSize(5);
	}

	@Test
	void readingIsCutToTheSpan() {
		for (int i = 0; i < 5; i++) {
			push("a", NOW + i, i);
		}
		List<TimeSeries> read = new ArrayList<>();
		this.window.select((labels) -> true).read(NOW + 1, NOW + 3, 9, read::add);
		assertThat(read).singleElement()
			.satisfies((series) -> assertThat(series.samples()).extracting(Sample::value).containsExactly(1d, 2d, 3d));
		read.clear();
		this.window.select((labels) -> true).read(NOW + 10, NOW + 20, 9, read::add);
		assertThat(read).isEmpty();
	}

	@Test
	@Timeout(60)
	void manyReadersAWriterForEachStreamAndTheSweepDoNotDisturbEachOther() throws Exception {
		RecentWindow shared = window(10_000, 400, 100_000, DataSize.ofMegabytes(10));
		AtomicBoolean done = new AtomicBoolean();
		try (ExecutorService threads = Executors.newCachedThreadPool()) {
			List<Future<?>> readers = List.of(threads.submit(() -> {
				while (!done.get()) {
					shared.latest((labels) -> true);
					shared.sweep();
				}
			}), threads.submit(() -> {
				while (!done.get()) {
					shared.select((labels) -> true)
						.read(0, Long.MAX_VALUE, 100, (series) -> assertThat(series.samples())
							.isSortedAccordingTo((a, b) -> Long.compare(a.timestampMillis(), b.timestampMillis())));
				}
			}));
			List<Future<?>> writers = new ArrayList<>();
			for (int stream = 0; stream < 3; stream++) {
				int offset = stream;
				writers.add(threads.submit(() -> {
					for (int i = 0; i < 300; i++) {
						for (int series = 0; series < 50; series++) {
							push(shared, "s" + series, NOW + i * 3L + offset, i);
							// comes and goes, so that the sweep has something to retire
							push(shared, "short" + series, NOW - 300_000 + i / 100, i);
						}
						this.now.compareAndSet(NOW + i / 100, NOW + (i + 1) / 100);
					}
				}));
			}
			try {
				for (Future<?> writer : writers) {
					writer.get();
				}
			}
			finally {
				done.set(true);
			}
			for (Future<?> reader : readers) {
				reader.get();
			}
		}
		List<TimeSeries> read = new ArrayList<>();
		shared.select((labels) -> labels.metricName().matches("s\\d+")).read(0, Long.MAX_VALUE, 100, read::add);
		assertThat(read).hasSize(50).allSatisfy((series) -> assertThat(series.samples()).hasSize(400));
		this.now.addAndGet(3_600_000);
		shared.sweep();
		assertThat(shared.seriesCount()).isZero();
		assertThat(shared.slotCount()).isZero();
	}

	private RecentWindow window(int maxSeries, int maxSamplesPerSeries, long maxSamples, DataSize maxLabelBytes) {
		return new RecentWindow(new WindowProperties(Duration.ofMinutes(5), Streams.OWN, maxSeries, maxSamplesPerSeries,
				maxSamples, maxLabelBytes, Duration.ofSeconds(10)), () -> Instant.ofEpochMilli(this.now.get()));
	}

	private void push(String name, long time, double value) {
		push(this.window, name, time, value);
	}

	private static void push(RecentWindow window, String name, long time, double value) {
		window.add(new TimeSeries(labels(name), List.of(new Sample(time, value))));
	}

	private static Labels labels(String name) {
		return Labels.of(Map.of(Labels.METRIC_NAME, name, "job", "test"));
	}

	private List<Sample> samples(String name) {
		List<Sample> samples = new ArrayList<>();
		this.window.select((labels) -> labels.metricName().equals(name))
			.read(0, Long.MAX_VALUE, 9, (series) -> samples.addAll(series.samples()));
		return samples;
	}

}
