package io.tandem.service.security;

import io.micrometer.core.instrument.MeterRegistry;
import io.tandem.service.ProblemException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Lets those requests through that {@link AccessRules} allow, and answers 401 or 403 to
 * the others before any of their body is read. Without tokens everybody may do
 * everything, but for a page of somebody else's that a browser shows. A browser has no
 * way to send a bearer token, so it may send one as the password of HTTP Basic, with any
 * user name: for reading only, as a browser adds it by itself to whatever a page sends.
 * What changes the system is written to the {@link AuditLog}, and its remote user is the
 * name that is written there. Thread-safe.
 */
final class AccessFilter extends OncePerRequestFilter {

	/** The name of the request's attribute with its {@link Caller}. */
	private static final String CALLER = Caller.class.getName();

	/** Who acts where no tokens are asked for. */
	private static final String ANYBODY = "anybody";

	private static final String BEARER = "bearer ";

	private static final String BASIC = "basic ";

	private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

	private final @Nullable TokensFile tokens;

	private final HandlerExceptionResolver problems;

	private final AuditLog audit;

	private final MeterRegistry registry;

	/**
	 * @param tokens null if everybody is answered
	 */
	AccessFilter(@Nullable TokensFile tokens, HandlerExceptionResolver problems, AuditLog audit,
			MeterRegistry registry) {
		this.tokens = tokens;
		this.problems = problems;
		this.audit = audit;
		this.registry = registry;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		try {
			check(request);
		}
		catch (ProblemException ex) {
			String slug = ex.getBody().getTitle();
			this.registry.counter("tandem.security.refused", "reason", String.valueOf(slug).replace(' ', '-'))
				.increment();
			if (ex.getStatusCode().value() == HttpStatus.UNAUTHORIZED.value()) {
				response.setHeader(HttpHeaders.WWW_AUTHENTICATE, challenge(request));
			}
			this.problems.resolveException(request, response, null, ex);
			if (request.getAttribute(CALLER) instanceof Caller known) {
				// whoever has no token is only counted: anybody could fill the log
				audit(request, known.name(), ex.getStatusCode().value());
			}
			return;
		}
		String caller = (request.getAttribute(CALLER) instanceof Caller known) ? known.name() : ANYBODY;
		boolean isDone = false;
		try {
			chain.doFilter(isAdministrative(request) ? new NamedRequest(request, caller) : request, response);
			isDone = true;
		}
		finally {
			audit(request, caller, isDone ? response.getStatus() : HttpStatus.INTERNAL_SERVER_ERROR.value());
		}
	}

	private void audit(HttpServletRequest request, String caller, int status) {
		if (isAdministrative(request)) {
			this.audit.record(caller, request.getRemoteAddr(), request.getMethod(), request.getRequestURI(),
					request.getQueryString(), status);
		}
	}

	private static boolean isAdministrative(HttpServletRequest request) {
		return AccessRules.isAdministrative(request.getMethod(), request.getRequestURI());
	}

	private void check(HttpServletRequest request) {
		boolean isSafe = SAFE.contains(request.getMethod());
		if (!isSafe && isOfAnotherSite(request)) {
			throw new ProblemException(HttpStatus.FORBIDDEN, "cross-site",
					"a page of another site may not change anything here");
		}
		TokensFile accepted = this.tokens;
		if (accepted == null) {
			return;
		}
		Set<Role> needed = AccessRules.needed(request.getMethod(), request.getRequestURI());
		if (needed.equals(AccessRules.NOBODY)) {
			return;
		}
		String sent = token(request.getHeader(HttpHeaders.AUTHORIZATION), isSafe);
		if (sent == null) {
			throw new ProblemException(HttpStatus.UNAUTHORIZED, "no-token",
					"send a token: Authorization: Bearer <token>, with the role " + words(needed));
		}
		Optional<Caller> caller = accepted.find(sent);
		if (caller.isEmpty()) {
			throw new ProblemException(HttpStatus.UNAUTHORIZED, "unknown-token",
					"this token is not, or no longer, accepted here");
		}
		request.setAttribute(CALLER, caller.get());
		if (!caller.get().hasAnyOf(needed)) {
			throw new ProblemException(HttpStatus.FORBIDDEN, "role-missing",
					"the token '" + caller.get().name() + "' does not allow this: it needs the role " + words(needed));
		}
	}

	/** Browsers say so, and only they can be talked into it. */
	private static boolean isOfAnotherSite(HttpServletRequest request) {
		String site = request.getHeader("Sec-Fetch-Site");
		if (site != null) {
			return !"same-origin".equals(site) && !"none".equals(site);
		}
		String origin = request.getHeader(HttpHeaders.ORIGIN);
		return origin != null && !origin.equals(request.getScheme() + "://" + request.getHeader(HttpHeaders.HOST));
	}

	private static @Nullable String token(@Nullable String header, boolean isSafe) {
		if (header == null) {
			return null;
		}
		if (header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
			return header.substring(BEARER.length()).strip();
		}
		if (isSafe && header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
			return password(header.substring(BASIC.length()).strip());
		}
		return null;
	}

	private static @Nullable String password(String encoded) {
		try {
			String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
			return pair.substring(pair.indexOf(':') + 1).strip();
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	private static String challenge(HttpServletRequest request) {
		String accept = request.getHeader(HttpHeaders.ACCEPT);
		return (accept != null && accept.contains("text/html"))
				? "Basic realm=\"Tandem: any name, and a token as the password\", charset=\"UTF-8\""
				: "Bearer realm=\"tandem\"";
	}

	private static String words(Set<Role> roles) {
		return roles.stream().map(Role::lowerCase).sorted().collect(Collectors.joining(" or "));
	}

}
