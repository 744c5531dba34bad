package io.tandem.service;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/**
 * Ends a request with a problem detail (RFC 9457). The type is
 * {@code urn:tandem:problem:} and the slug, which {@code docs/problems.md} explains.
 */
public class ProblemException extends ErrorResponseException {

	public static final String TYPE_PREFIX = "urn:tandem:problem:";

	/**
	 * @param slug lower case words joined by hyphens, unique in the project
	 * @param detail what is wrong with this request and what to do; shown to the caller
	 */
	public ProblemException(HttpStatus status, String slug, String detail) {
		this(status, slug, detail, null);
	}

	/**
	 * @param retryAfter goes out as {@code Retry-After}, rounded up to whole seconds;
	 * null for none
	 */
	public ProblemException(HttpStatus status, String slug, String detail, @Nullable Duration retryAfter) {
		super(status, problem(status, slug, detail), null);
		if (retryAfter != null) {
			getHeaders().set(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, (retryAfter.toMillis() + 999) / 1000)));
		}
	}

	private static ProblemDetail problem(HttpStatus status, String slug, String detail) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
		problem.setType(URI.create(TYPE_PREFIX + slug));
		problem.setTitle(slug.replace('-', ' '));
		return problem;
	}

}
