package io.tandem.ingest;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.boot.servlet.filter.OrderedFormContentFilter;

/**
 * Keeps Spring from reading a push as a form. {@code curl --data-binary} says
 * {@code application/x-www-form-urlencoded} unless told otherwise, and on PUT Spring
 * would swallow such a body to make request parameters of it.
 */
final class PushBodyFilter extends OrderedFormContentFilter {

	@Override
	protected boolean shouldNotFilter(HttpServletRequest request) {
		return request.getRequestURI().startsWith("/metrics/job", request.getContextPath().length());
	}

}
