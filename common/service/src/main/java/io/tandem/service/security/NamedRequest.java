package io.tandem.service.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;

/** A request of which it is known who sends it. As thread-safe as the request. */
final class NamedRequest extends HttpServletRequestWrapper {

	private final String caller;

	/**
	 * @param caller the name of the token
	 */
	NamedRequest(HttpServletRequest request, String caller) {
		super(request);
		this.caller = caller;
	}

	@Override
	public String getRemoteUser() {
		return this.caller;
	}

}
