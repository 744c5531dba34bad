package io.tandem.wire.series;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A PromQL series selector, for example
 * {@code http_requests_total{job="shop",code=~"5.."}}. Immutable.
 */
public final class SeriesSelector {

	private final List<Matcher> matchers;

	SeriesSelector(List<Matcher> matchers) {
		this.matchers = List.copyOf(matchers);
	}

	/**
	 * Parses a selector, with the matchers {@code =}, {@code !=}, {@code =~} and
	 * {@code !~}. Regular expressions are anchored and in RE2's syntax, as far as
	 * {@link java.util.regex} has it.
	 * @throws IllegalArgumentException if it cannot be parsed, saying where; or if it has
	 * no matcher that excludes the empty string
	 */
	public static SeriesSelector parse(String selector) {
		SeriesSelector parsed = new SelectorParser(selector).parse();
		if (parsed.matchers.stream().allMatch((matcher) -> matcher.matches(""))) {
			throw new IllegalArgumentException(
					"a selector needs at least one matcher that excludes the empty string: " + selector);
		}
		return parsed;
	}

	/**
	 * Tells whether the selector takes the series. A label that the series has not counts
	 * as an empty one.
	 * @throws IllegalArgumentException if a regular expression takes too many steps to
	 * tell; a selector comes from outside and must not hold a thread
	 */
	public boolean matches(Labels labels) {
		for (Matcher matcher : this.matchers) {
			String value = labels.get(matcher.label());
			if (!matcher.matches((value != null) ? value : "")) {
				return false;
			}
		}
		return true;
	}

	/** Returns the one metric name that it can take; empty if it may take others. */
	public Optional<String> metricName() {
		return this.matchers.stream()
			.filter((matcher) -> matcher.label().equals(Labels.METRIC_NAME) && matcher.operator() == Operator.EQUAL)
			.map(Matcher::value)
			.findFirst();
	}

	@Override
	public String toString() {
		return this.matchers.stream().map(Matcher::toString).collect(Collectors.joining(",", "{", "}"));
	}

	/** How a matcher compares. */
	enum Operator {

		EQUAL("="), NOT_EQUAL("!="), REGEX("=~"), NOT_REGEX("!~");

		final String sign;

		Operator(String sign) {
			this.sign = sign;
		}

		boolean isRegex() {
			return this == REGEX || this == NOT_REGEX;
		}

		boolean isNegative() {
			return this == NOT_EQUAL || this == NOT_REGEX;
		}

	}

	/**
	 * One condition on one label.
	 *
	 * @param pattern the value compiled; null unless the operator takes a regular
	 * expression
	 */
	record Matcher(String label, Operator operator, String value, @Nullable Pattern pattern) {

		boolean matches(String candidate) {
			boolean same = (this.pattern != null) ? StepLimit.matches(this.pattern, candidate)
					: this.value.equals(candidate);
			return same != this.operator.isNegative();
		}

		@Override
		public String toString() {
			return this.label + this.operator.sign + '"' + this.value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
		}

	}

}
