package io.tandem.alerts;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Says that something is wrong, or was, from one time to another. Two alerts with the
 * same labels are one alert for every Alertmanager, whoever sends them; so labels hold
 * what never changes, and annotations the rest. Immutable.
 *
 * @param labels what it is, {@code alertname} among them
 * @param annotations what there is to say of it; a value longer than
 * {@link #MAX_ANNOTATION} characters is cut, because a long text must not cost the alert
 * @param startsAt since when it is so
 * @param endsAt when it is over: in the past if it is, in the future for how long the
 * receiver is to believe it unless it hears it again
 */
public record Alert(SortedMap<String, String> labels, SortedMap<String, String> annotations, Instant startsAt,
		Instant endsAt) {

	/** At most so many labels, and so many annotations. */
	public static final int MAX_FIELDS = 32;

	/** A label's value has at most so many characters. */
	public static final int MAX_LABEL = 256;

	/** An annotation's value is cut to so many characters. */
	public static final int MAX_ANNOTATION = 4096;

	private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]{0,63}");

	/**
	 * @throws IllegalArgumentException if there is no {@code alertname}, a name is not
	 * one that Alertmanager takes, a label is empty or too long, there are too many, or
	 * the alert ends before it starts
	 */
	public Alert {
		labels = checked("label", labels);
		labels.forEach((name, value) -> {
			if (value.isBlank() || value.length() > MAX_LABEL) {
				throw new IllegalArgumentException("a label must have 1 to " + MAX_LABEL + " characters: label=" + name
						+ " length=" + value.length());
			}
		});
		if (!labels.containsKey("alertname")) {
			throw new IllegalArgumentException("an alert needs the label alertname: labels=" + labels.keySet());
		}
		annotations = checked("annotation", annotations);
		annotations.replaceAll((name, value) -> cut(value));
		if (endsAt.isBefore(startsAt)) {
			throw new IllegalArgumentException(
					"an alert must not end before it starts: startsAt=" + startsAt + " endsAt=" + endsAt);
		}
		labels = Collections.unmodifiableSortedMap(labels);
		annotations = Collections.unmodifiableSortedMap(annotations);
	}

	/** Returns an alert from maps in any order. */
	public static Alert of(Map<String, String> labels, Map<String, String> annotations, Instant startsAt,
			Instant endsAt) {
		return new Alert(new TreeMap<>(labels), new TreeMap<>(annotations), startsAt, endsAt);
	}

	private static SortedMap<String, String> checked(String what, Map<String, String> fields) {
		if (fields.size() > MAX_FIELDS) {
			throw new IllegalArgumentException(
					"an alert may have at most " + MAX_FIELDS + " " + what + "s: count=" + fields.size());
		}
		for (String name : fields.keySet()) {
			if (!NAME.matcher(name).matches()) {
				throw new IllegalArgumentException(
						"the name of a " + what + " must match " + NAME + ": " + what + "=" + name);
			}
		}
		return new TreeMap<>(fields);
	}

	private static String cut(String value) {
		if (value.length() <= MAX_ANNOTATION) {
			return value;
		}
		int end = MAX_ANNOTATION - 1;
		return value.substring(0, Character.isHighSurrogate(value.charAt(end - 1)) ? end - 1 : end) + "…";
	}

}
