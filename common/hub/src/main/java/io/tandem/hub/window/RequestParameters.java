package io.tandem.hub.window;

import io.tandem.service.ProblemException;
import io.tandem.wire.series.Labels;
import io.tandem.wire.series.SeriesSelector;
import jakarta.servlet.http.HttpServletRequest;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * Reads the parameters that the views share, as the Prometheus API writes them. They are
 * taken from the servlet request itself: Spring would split a selector at its commas.
 */
final class RequestParameters {

	/** Beyond this, milliseconds are not exact in a double: the year 285,000. */
	private static final double MOST_SECONDS = 9e12;

	private final HttpServletRequest request;

	RequestParameters(HttpServletRequest request) {
		this.request = request;
	}

	/**
	 * Returns what takes a series that any {@code match[]} takes. It throws a
	 * {@link ProblemException} where a regular expression takes too long to tell.
	 * @throws ProblemException if there is none, or one cannot be parsed
	 */
	SeriesFilter selectors() {
		String[] given = this.request.getParameterValues("match[]");
		if (given == null) {
			throw bad("selector-missing", "at least one match[] is needed, for example match[]={job=\"node\"}");
		}
		List<SeriesSelector> selectors = new ArrayList<>();
		for (String selector : given) {
			try {
				selectors.add(SeriesSelector.parse(selector));
			}
			catch (IllegalArgumentException ex) {
				throw bad("selector-invalid", "match[]=" + selector + ": " + ex.getMessage());
			}
		}
		return new Selectors(selectors);
	}

	private static boolean matches(SeriesSelector selector, Labels labels) {
		try {
			return selector.matches(labels);
		}
		catch (IllegalArgumentException ex) {
			throw bad("selector-invalid", String.valueOf(ex.getMessage()));
		}
	}

	/**
	 * Returns a time in milliseconds since the Unix epoch, given as RFC 3339 or as
	 * seconds.
	 * @throws ProblemException if it is neither
	 */
	long time(String name, long otherwise) {
		String given = this.request.getParameter(name);
		if (given == null || given.isEmpty()) {
			return otherwise;
		}
		try {
			double seconds = Double.parseDouble(given);
			if (Math.abs(seconds) < MOST_SECONDS) {
				return Math.round(seconds * 1000);
			}
		}
		catch (NumberFormatException ex) {
			// not a number of seconds, then
		}
		return rfc3339(name, given);
	}

	private static long rfc3339(String name, String given) {
		try {
			return OffsetDateTime.parse(given).toInstant().toEpochMilli();
		}
		catch (ArithmeticException | DateTimeException ex) {
			throw bad("time-invalid",
					name + "=" + given + " is neither a time by RFC 3339 nor a number of seconds since 1970");
		}
	}

	/**
	 * Returns how many series to answer at most.
	 * @throws ProblemException if it is not a whole number from 1 to {@code most}
	 */
	int limit(int most) {
		String given = this.request.getParameter("limit");
		if (given == null || given.isEmpty()) {
			return most;
		}
		try {
			int limit = Integer.parseInt(given);
			if (limit >= 1 && limit <= most) {
				return limit;
			}
		}
		catch (NumberFormatException ex) {
			// told below, as for a number out of range
		}
		throw bad("limit-invalid", "limit=" + given + " is not a whole number from 1 to " + most);
	}

	private static ProblemException bad(String slug, String detail) {
		return new ProblemException(HttpStatus.BAD_REQUEST, slug, detail);
	}

	/** Takes what any of the selectors takes. */
	private record Selectors(List<SeriesSelector> all) implements SeriesFilter {

		@Override
		public boolean takes(Labels labels) {
			return this.all.stream().anyMatch((selector) -> matches(selector, labels));
		}

		@Override
		public @Nullable Set<String> metricNames() {
			Set<String> names = new HashSet<>();
			for (SeriesSelector selector : this.all) {
				Optional<String> name = selector.metricName();
				if (name.isEmpty()) {
					return null;
				}
				names.add(name.get());
			}
			return names;
		}

	}

}
