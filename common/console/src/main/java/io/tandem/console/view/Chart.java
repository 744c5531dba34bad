package io.tandem.console.view;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Figures over time, for the browser to draw.
 *
 * @param title what is drawn
 * @param last the newest value, as text
 * @param data JSON: times in seconds, and a value for each
 * @param isStepped whether a value holds until the next one
 * @param isDots whether values are of single moments, with nothing in between
 * @param labels JSON: names of the values from 0 on; null if values are figures
 */
public record Chart(String title, String last, String data, boolean isStepped, boolean isDots,
		@Nullable String labels) {

	/** Collects points in the order of time. Confined to its thread. */
	static final class Points {

		private final List<Instant> times = new ArrayList<>();

		private final List<Double> values = new ArrayList<>();

		void add(Instant time, double value) {
			this.times.add(time);
			this.values.add(value);
		}

		int size() {
			return this.times.size();
		}

		/** Returns figures. */
		Chart chart(String title) {
			return new Chart(title, "%.4g".formatted(this.values.getLast()), data(), false, false, null);
		}

		/** Returns figures that are not joined. */
		Chart dots(String title) {
			return new Chart(title, "%.4g".formatted(this.values.getLast()), data(), false, true, null);
		}

		/**
		 * Returns states, each of which holds until the next one.
		 * @param names of the values from 0 on, without quotes in them
		 */
		Chart stepped(String title, String last, List<String> names) {
			return new Chart(title, last, data(), true, false,
					names.stream().map((name) -> '"' + name + '"').collect(Collectors.joining(",", "[", "]")));
		}

		private String data() {
			StringBuilder data = new StringBuilder("[[");
			for (int i = 0; i < this.times.size(); i++) {
				data.append((i > 0) ? "," : "")
					.append(String.format(Locale.ROOT, "%.3f", this.times.get(i).toEpochMilli() / 1000.0));
			}
			data.append("],[");
			for (int i = 0; i < this.values.size(); i++) {
				double value = this.values.get(i);
				data.append((i > 0) ? "," : "").append(Double.isFinite(value) ? Double.toString(value) : "null");
			}
			return data.append("]]").toString();
		}

	}

}
