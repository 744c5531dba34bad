package io.tandem.wire.series;

import java.util.List;

/**
 * A PromQL series selector, for example
 * {@code http_requests_total{job="shop",code=~"5.."}}. Immutable.
 */
public final class SeriesSelector {

	private final List<LabelMatcher> matchers;

	SeriesSelector(List<LabelMatcher> matchers) {
		this.matchers = List.copyOf(matchers);
	}

	/**
	 * Parses a selector, with the matchers {@code =}, {@code !=}, {@code =~} and
	 * {@code !~}.
	 * @throws IllegalArgumentException if it cannot be parsed, saying where; or if it has
	 * no matcher that excludes the empty string
	 */
	public static SeriesSelector parse(String selector) {
		SeriesSelector parsed = new SelectorParser(selector).parse();
		if (parsed.matchers.stream().allMatch((matcher) -> matcher.matches(""))) {
			throw new IllegalArgumentException(
					"a selector needs at least one matcher that does not match the empty string: " + selector);
		}
		return parsed;
	}

	/** Tells whether the selector takes the series. */
	public boolean matches(Labels labels) {
		for (LabelMatcher matcher : this.matchers) {
			String value = labels.get(matcher.name());
			if (!matcher.matches((value != null) ? value : "")) {
				return false;
			}
		}
		return true;
	}

}
