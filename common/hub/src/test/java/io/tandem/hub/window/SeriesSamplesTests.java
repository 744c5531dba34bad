package io.tandem.hub.window;

import io.tandem.hub.window.SeriesSamples.Added;
import io.tandem.wire.series.Sample;
import io.tandem.wire.series.StaleMarker;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SeriesSamplesTests {

	private final Budget slots = new Budget(1000);

	private final SeriesSamples series = new SeriesSamples(10, this.slots);

	@Test
	void samplesAreKeptInOrderOfTimeHoweverTheyCome() {
		for (long time : new long[] { 5, 1, 3, 2, 4 }) {
			assertThat(this.series.add(time, time * 10)).isEqualTo(Added.NEW);
		}
		assertThat(this.series.between(1, 5)).extracting(Sample::timestampMillis).containsExactly(1L, 2L, 3L, 4L, 5L);
		assertThat(this.series.between(1, 5)).extracting(Sample::value).containsExactly(10d, 20d, 30d, 40d, 50d);
	}

	@Test
	void theSameTimeIsTakenOnceAndTheFirstValueStays() {
		this.series.add(1, 1);
		assertThat(this.series.add(1, 2)).isEqualTo(Added.DUPLICATE);
		assertThat(this.series.between(0, 9)).containsExactly(new Sample(1, 1));
	}

	@Test
	void atTheBoundTheOldestGoes() {
		for (int time = 1; time <= 10; time++) {
			this.series.add(time, time);
		}
		assertThat(this.series.add(11, 11)).isEqualTo(Added.OLDEST_DROPPED_AT_SERIES_LIMIT);
		assertThat(this.series.between(0, 99)).hasSize(10);
		assertThat(this.series.between(0, 99)).first().isEqualTo(new Sample(2, 2));
		assertThat(this.series.latest(0)).isEqualTo(new Sample(11, 11));
	}

	@Test
	void atTheBoundASampleOlderThanAllIsNotTaken() {
		for (int time = 1; time <= 10; time++) {
			this.series.add(time, time);
		}
		assertThat(this.series.add(0, 0)).isEqualTo(Added.OLDEST_DROPPED_AT_SERIES_LIMIT);
		assertThat(this.series.between(0, 99)).hasSize(10).first().isEqualTo(new Sample(1, 1));
	}

	@Test
	void whereTheSharedRoomIsUsedUpASeriesLosesItsOwnOldest() {
		Budget small = new Budget(8);
		SeriesSamples first = new SeriesSamples(10, small);
		for (int time = 1; time <= 8; time++) {
			first.add(time, time);
		}
		assertThat(first.add(9, 9)).isEqualTo(Added.OLDEST_DROPPED_AT_WINDOW_LIMIT);
		assertThat(new SeriesSamples(10, small).add(1, 1)).isEqualTo(Added.OLDEST_DROPPED_AT_WINDOW_LIMIT);
		assertThat(small.used()).isEqualTo(8);
	}

	@Test
	void staleMarkerEndsTheSeriesUntilItIsPushedAgain() {
		this.series.add(1, 1);
		this.series.add(2, StaleMarker.VALUE);
		assertThat(this.series.latest(0)).isNull();
		assertThat(this.series.between(0, 9)).containsExactly(new Sample(1, 1));
		this.series.add(3, 3);
		assertThat(this.series.latest(0)).isEqualTo(new Sample(3, 3));
	}

	@Test
	void anOrdinaryNotANumberIsAValue() {
		this.series.add(1, Double.NaN);
		assertThat(this.series.latest(0)).isEqualTo(new Sample(1, Double.NaN));
	}

	@Test
	void latestIsNotOlderThanAsked() {
		this.series.add(5, 5);
		assertThat(this.series.latest(6)).isNull();
		assertThat(this.series.latest(5)).isNotNull();
	}

	@Test
	void expiredSamplesGiveTheirRoomBack() {
		SeriesSamples big = new SeriesSamples(400, this.slots);
		for (int time = 1; time <= 400; time++) {
			big.add(time, time);
		}
		assertThat(this.slots.used()).isEqualTo(400);
		big.expire(396);
		assertThat(big.size()).isEqualTo(5);
		assertThat(this.slots.used()).isEqualTo(10);
		assertThat(big.between(0, 999)).first().isEqualTo(new Sample(396, 396));
	}

	@Test
	void onlyAnEmptySeriesRetiresAndThenTakesNothing() {
		this.series.add(1, 1);
		assertThat(this.series.tryRetire()).isFalse();
		this.series.expire(2);
		assertThat(this.series.tryRetire()).isTrue();
		assertThat(this.series.add(3, 3)).isEqualTo(Added.RETIRED);
		assertThat(this.slots.used()).isZero();
	}

	@Test
	void behavesAsASortedMapThatLosesItsFirst() {
		long seed = Long.getLong("seed", System.nanoTime());
		Random random = new Random(seed);
		TreeMap<Long, Double> model = new TreeMap<>();
		for (int step = 0; step < 20_000; step++) {
			long time = step / 10 + random.nextInt(20);
			if (model.putIfAbsent(time, (double) step) == null && model.size() > 10) {
				model.pollFirstEntry();
			}
			this.series.add(time, step);
			if (random.nextInt(50) == 0) {
				long before = step / 10 + random.nextInt(10);
				this.series.expire(before);
				model.headMap(before).clear();
			}
			assertThat(this.series.between(Long.MIN_VALUE, Long.MAX_VALUE)).as("seed %d step %d", seed, step)
				.isEqualTo(model.entrySet()
					.stream()
					.map((entry) -> new Sample(entry.getKey(), entry.getValue()))
					.toList());
		}
	}

}
