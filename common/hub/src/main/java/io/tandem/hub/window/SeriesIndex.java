package io.tandem.hub.window;

import io.tandem.wire.series.Labels;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds series by their labels, and those of a metric without looking at any other. A
 * series comes and goes in both maps within one step of {@code named}. Thread-safe.
 */
final class SeriesIndex {

	private final Map<Labels, SeriesSamples> all = new ConcurrentHashMap<>();

	private final Map<String, Set<Labels>> named = new ConcurrentHashMap<>();

	@Nullable SeriesSamples get(Labels labels) {
		return this.all.get(labels);
	}

	/** Returns what is there already; null if there was nothing. */
	@Nullable SeriesSamples putIfAbsent(Labels labels, SeriesSamples samples) {
		AtomicReference<@Nullable SeriesSamples> known = new AtomicReference<>();
		this.named.compute(labels.metricName(), (name, present) -> {
			Set<Labels> same = (present != null) ? present : ConcurrentHashMap.newKeySet(1);
			known.set(this.all.putIfAbsent(labels, samples));
			same.add(labels);
			return same;
		});
		return known.get();
	}

	/** Tells whether it was there, and is no longer. */
	boolean remove(Labels labels, SeriesSamples samples) {
		AtomicBoolean removed = new AtomicBoolean();
		this.named.computeIfPresent(labels.metricName(), (name, same) -> {
			if (this.all.remove(labels, samples)) {
				removed.set(true);
				same.remove(labels);
			}
			return same.isEmpty() ? null : same;
		});
		return removed.get();
	}

	void forEach(BiConsumer<Labels, SeriesSamples> action) {
		this.all.forEach(action);
	}

	/** Hands over the series that the filter takes. */
	void forEach(SeriesFilter filter, BiConsumer<Labels, SeriesSamples> action) {
		Set<String> names = filter.metricNames();
		if (names == null) {
			this.all.forEach((labels, samples) -> {
				if (filter.takes(labels)) {
					action.accept(labels, samples);
				}
			});
			return;
		}
		for (String name : names) {
			for (Labels labels : this.named.getOrDefault(name, Set.of())) {
				SeriesSamples samples = filter.takes(labels) ? this.all.get(labels) : null;
				if (samples != null) {
					action.accept(labels, samples);
				}
			}
		}
	}

}
