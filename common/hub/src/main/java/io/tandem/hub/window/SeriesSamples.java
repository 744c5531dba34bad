package io.tandem.hub.window;

import io.tandem.wire.series.Sample;
import io.tandem.wire.series.StaleMarker;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The samples of one series in order of time, each time once, in two arrays that grow up
 * to a bound. Thread-safe, guarded by itself.
 *
 * <p>
 * The samples stand in {@code [start, end)}; a sample that is newer than all others, the
 * common case, is appended, and the arrays are only moved when their end is reached.
 */
final class SeriesSamples {

	private static final int FIRST_CAPACITY = 8;

	private final int maxSamples;

	private final Budget slots;

	private long[] times = {};

	private double[] values = {};

	private int start;

	private int end;

	private boolean retired;

	/**
	 * @param slots where room for samples is taken from
	 */
	SeriesSamples(int maxSamples, Budget slots) {
		this.maxSamples = maxSamples;
		this.slots = slots;
	}

	/** What became of a sample. */
	enum Added {

		NEW, DUPLICATE,
		/** It is in, and the oldest is out (which may have been this one). */
		OLDEST_DROPPED_AT_SERIES_LIMIT, OLDEST_DROPPED_AT_WINDOW_LIMIT,
		/** The series was removed meanwhile: look it up again. */
		RETIRED

	}

	/** Adds the sample in its place. Of two samples of the same time the first stays. */
	synchronized Added add(long time, double value) {
		if (this.retired) {
			return Added.RETIRED;
		}
		int found = Arrays.binarySearch(this.times, this.start, this.end, time);
		if (found >= 0) {
			return Added.DUPLICATE;
		}
		int place = -found - 1 - this.start;
		Added added = Added.NEW;
		if (size() == this.times.length && !grow()) {
			added = (size() >= this.maxSamples) ? Added.OLDEST_DROPPED_AT_SERIES_LIMIT
					: Added.OLDEST_DROPPED_AT_WINDOW_LIMIT;
			if (place == 0) {
				return added;
			}
			this.start++;
			place--;
		}
		insert(place, time, value);
		return added;
	}

	/**
	 * @param place counted from the oldest sample
	 */
	private void insert(int place, long time, double value) {
		if (this.end == this.times.length) {
			copyTo(this.times, this.values);
		}
		int at = this.start + place;
		System.arraycopy(this.times, at, this.times, at + 1, this.end - at);
		System.arraycopy(this.values, at, this.values, at + 1, this.end - at);
		this.times[at] = time;
		this.values[at] = value;
		this.end++;
	}

	/** Removes samples before the time and gives room back. */
	synchronized void expire(long before) {
		int found = Arrays.binarySearch(this.times, this.start, this.end, before);
		this.start = (found >= 0) ? found : -found - 1;
		int capacity = Math.max(FIRST_CAPACITY, size() * 2);
		if (this.times.length > capacity * 2) {
			resize(capacity);
		}
	}

	/**
	 * Ends this object's life if it is empty: it takes no sample any more and has given
	 * its room back.
	 */
	synchronized boolean tryRetire() {
		if (size() > 0) {
			return false;
		}
		this.retired = true;
		this.slots.giveBack(this.times.length);
		this.times = new long[0];
		this.values = new double[0];
		this.start = 0;
		this.end = 0;
		return true;
	}

	/**
	 * Returns the newest sample, or null where there is none since the time or the series
	 * has ended with a staleness marker.
	 */
	synchronized @Nullable Sample latest(long notBefore) {
		if (size() == 0) {
			return null;
		}
		Sample newest = new Sample(this.times[this.end - 1], this.values[this.end - 1]);
		return (newest.timestampMillis() < notBefore || StaleMarker.is(newest.value())) ? null : newest;
	}

	/** Returns the samples from one time to another, both included, without markers. */
	synchronized List<Sample> between(long from, long to) {
		List<Sample> samples = new ArrayList<>();
		int found = Arrays.binarySearch(this.times, this.start, this.end, from);
		for (int i = (found >= 0) ? found : -found - 1; i < this.end && this.times[i] <= to; i++) {
			if (!StaleMarker.is(this.values[i])) {
				samples.add(new Sample(this.times[i], this.values[i]));
			}
		}
		return samples;
	}

	synchronized int size() {
		return this.end - this.start;
	}

	private boolean grow() {
		int wanted = Math.min(this.maxSamples, Math.max(FIRST_CAPACITY, this.times.length * 2));
		int more = wanted - this.times.length;
		if (more <= 0 || !this.slots.tryTake(more)) {
			return false;
		}
		copyTo(new long[wanted], new double[wanted]);
		return true;
	}

	private void resize(int capacity) {
		this.slots.giveBack(this.times.length - capacity);
		copyTo(new long[capacity], new double[capacity]);
	}

	private void copyTo(long[] newTimes, double[] newValues) {
		int size = size();
		System.arraycopy(this.times, this.start, newTimes, 0, size);
		System.arraycopy(this.values, this.start, newValues, 0, size);
		this.times = newTimes;
		this.values = newValues;
		this.start = 0;
		this.end = size;
	}

}
