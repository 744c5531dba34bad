package io.tandem.wire.series;

/**
 * A PromQL series selector, for example
 * {@code http_requests_total{job="shop",code=~"5.."}}. Immutable.
 */
public final class SeriesSelector {

	private SeriesSelector() {
	}

	/**
	 * Parses a selector, with the matchers {@code =}, {@code !=}, {@code =~} and
	 * {@code !~}.
	 * @throws IllegalArgumentException if it cannot be parsed, saying where; or if it has
	 * no matcher that excludes the empty string
	 */
	public static SeriesSelector parse(String selector) {
		throw new UnsupportedOperationException();
	}

	/** Tells whether the selector takes the series. */
	public boolean matches(Labels labels) {
		throw new UnsupportedOperationException();
	}

}
