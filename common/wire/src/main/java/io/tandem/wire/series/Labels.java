package io.tandem.wire.series;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The label set that identifies a series, sorted by name, the metric name among them as
 * {@code __name__}. Immutable.
 * <p>
 * One array of alternating names and values: thousands of these are held at a time.
 */
public final class Labels {

	public static final String METRIC_NAME = "__name__";

	private static final int MOST_TO_INSERT = 64;

	private static final Labels EMPTY = new Labels(new String[0]);

	private final String[] pairs;

	/** Zero until asked for; two threads may both compute it, to the same value. */
	private int hash;

	private Labels(String[] pairs) {
		this.pairs = pairs;
	}

	/**
	 * Makes a label set. Labels with an empty value are left out, as Prometheus does.
	 */
	public static Labels of(Map<String, String> labels) {
		String[] pairs = new String[2 * labels.size()];
		int length = 0;
		for (Map.Entry<String, String> label : labels.entrySet()) {
			pairs[length++] = label.getKey();
			pairs[length++] = label.getValue();
		}
		return of(pairs);
	}

	/**
	 * Makes a label set of alternating names and values in any order. Labels with an
	 * empty value are left out, as Prometheus does.
	 * @param namesAndValues copied
	 * @throws IllegalArgumentException if a name stands there twice or has no value
	 */
	public static Labels of(String... namesAndValues) {
		if (namesAndValues.length % 2 != 0) {
			throw new IllegalArgumentException("names and values must alternate: length=" + namesAndValues.length);
		}
		if (namesAndValues.length > 2 * MOST_TO_INSERT) {
			return sorted(namesAndValues);
		}
		String[] pairs = new String[namesAndValues.length];
		int length = 0;
		for (int i = 0; i < namesAndValues.length; i += 2) {
			length = insert(pairs, length, namesAndValues[i], namesAndValues[i + 1]);
		}
		length = dropEmpty(pairs, length);
		if (length == 0) {
			return EMPTY;
		}
		return new Labels((length == pairs.length) ? pairs : Arrays.copyOf(pairs, length));
	}

	/** Sorts in n log n where inserting one by one would let a sender waste our time. */
	private static Labels sorted(String[] namesAndValues) {
		Map<String, String> sorted = new TreeMap<>();
		for (int i = 0; i < namesAndValues.length; i += 2) {
			if (sorted.put(namesAndValues[i], namesAndValues[i + 1]) != null) {
				throw twice(namesAndValues[i]);
			}
		}
		List<String> pairs = new ArrayList<>(namesAndValues.length);
		sorted.forEach((name, value) -> {
			if (!value.isEmpty()) {
				pairs.add(name);
				pairs.add(value);
			}
		});
		return new Labels(pairs.toArray(String[]::new));
	}

	private static IllegalArgumentException twice(String name) {
		return new IllegalArgumentException("label stands there twice: name=" + name);
	}

	private static int insert(String[] pairs, int length, String name, String value) {
		int at = length;
		while (at > 0) {
			int order = pairs[at - 2].compareTo(name);
			if (order == 0) {
				throw twice(name);
			}
			if (order < 0) {
				break;
			}
			at -= 2;
		}
		System.arraycopy(pairs, at, pairs, at + 2, length - at);
		pairs[at] = name;
		pairs[at + 1] = value;
		return length + 2;
	}

	private static int dropEmpty(String[] pairs, int length) {
		int kept = 0;
		for (int i = 0; i < length; i += 2) {
			if (!pairs[i + 1].isEmpty()) {
				pairs[kept] = pairs[i];
				pairs[kept + 1] = pairs[i + 1];
				kept += 2;
			}
		}
		return kept;
	}

	/** Returns the label's value, or null where the set has no such label. */
	public @Nullable String get(String name) {
		for (int i = 0; i < this.pairs.length; i += 2) {
			if (this.pairs[i].equals(name)) {
				return this.pairs[i + 1];
			}
		}
		return null;
	}

	/** Returns the metric name, empty where there is none. */
	public String metricName() {
		String name = get(METRIC_NAME);
		return (name != null) ? name : "";
	}

	/** Returns how many labels there are, the metric name included. */
	public int size() {
		return this.pairs.length / 2;
	}

	/** Hands name and value of each label to the consumer, in order of their names. */
	public void forEach(BiConsumer<String, String> label) {
		for (int i = 0; i < this.pairs.length; i += 2) {
			label.accept(this.pairs[i], this.pairs[i + 1]);
		}
	}

	/** Returns the labels in order of their names; unmodifiable. */
	public Map<String, String> asMap() {
		Map<String, String> map = LinkedHashMap.newLinkedHashMap(size());
		forEach(map::put);
		return Collections.unmodifiableMap(map);
	}

	/**
	 * Returns a copy in which the given labels replace those of the same name; one with
	 * an empty value removes it.
	 */
	public Labels with(Map<String, String> labels) {
		Map<String, String> merged = new TreeMap<>();
		forEach(merged::put);
		merged.putAll(labels);
		return of(merged);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return this == other || (other instanceof Labels that && hashCode() == that.hashCode()
				&& Arrays.equals(this.pairs, that.pairs));
	}

	@Override
	public int hashCode() {
		int value = this.hash;
		if (value == 0) {
			value = Arrays.hashCode(this.pairs);
			this.hash = value;
		}
		return value;
	}

	/** Returns the set as the text format writes it: {@code up{job="shop"}}. */
	@Override
	public String toString() {
		StringBuilder text = new StringBuilder(metricName());
		int nameLength = text.length();
		for (int i = 0; i < this.pairs.length; i += 2) {
			if (!this.pairs[i].equals(METRIC_NAME)) {
				text.append((text.length() == nameLength) ? '{' : ',').append(this.pairs[i]).append("=\"");
				appendEscaped(text, this.pairs[i + 1]);
				text.append('"');
			}
		}
		if (text.length() > nameLength) {
			text.append('}');
		}
		return text.isEmpty() ? "{}" : text.toString();
	}

	private static void appendEscaped(StringBuilder text, String value) {
		for (int i = 0; i < value.length(); i++) {
			char c = value.charAt(i);
			switch (c) {
				case '\\' -> text.append("\\\\");
				case '"' -> text.append("\\\"");
				case '\n' -> text.append("\\n");
				default -> text.append(c);
			}
		}
	}

}
