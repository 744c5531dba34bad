package io.tandem.service.security;

import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Says which roles a request needs, for the paths of all services together. Whatever is
 * not named here is closed: reading needs a viewer, and anything else an operator. Paths
 * are compared as they were sent, so that one written in an unusual way falls under the
 * stricter rule. Holds no state.
 */
final class AccessRules {

	/** No token is needed. */
	static final Set<Role> NOBODY = Set.of();

	private static final Set<Role> SENDERS = EnumSet.of(Role.AGENT, Role.SERVICE);

	private static final Set<Role> READERS = EnumSet.of(Role.VIEWER, Role.OPERATOR, Role.SERVICE);

	private static final Set<Role> READERS_AND_AGENTS = EnumSet.allOf(Role.class);

	private static final Set<Role> SERVICES = EnumSet.of(Role.SERVICE);

	private static final Set<Role> OPERATORS = EnumSet.of(Role.OPERATOR);

	/** A campaign's gate pins routes, and the ledger asks for records again. */
	private static final Set<Role> OPERATORS_AND_SERVICES = EnumSet.of(Role.OPERATOR, Role.SERVICE);

	/** Whether a process is alive is asked by whatever started it. */
	private static final Set<String> HEALTH = Set.of("/actuator/health", "/actuator/health/liveness",
			"/actuator/health/readiness");

	private static final Pattern PUSH = Pattern.compile("/metrics/job(@base64)?/.+");

	private static final Pattern OWN_ROUTE = Pattern.compile("/api/v1/(agent-routes|agents/[^/]+/route)");

	private AccessRules() {
	}

	/**
	 * Returns the roles of which a caller must have one; none if anybody may.
	 * @param path as it was sent, without the query
	 */
	static Set<Role> needed(String method, String path) {
		return switch (method) {
			case "GET", "HEAD", "OPTIONS" -> reading(path);
			case "POST" -> posting(path);
			case "PUT" -> PUSH.matcher(path).matches() ? SENDERS : OPERATORS;
			case "DELETE" -> deleting(path);
			default -> OPERATORS;
		};
	}

	/** Tells whether such a request changes what the system does by itself. */
	static boolean isAdministrative(String method, String path) {
		Set<Role> needed = needed(method, path);
		return needed.contains(Role.OPERATOR) && !needed.contains(Role.VIEWER);
	}

	private static Set<Role> reading(String path) {
		if (HEALTH.contains(path)) {
			return NOBODY;
		}
		return OWN_ROUTE.matcher(path).matches() ? READERS_AND_AGENTS : READERS;
	}

	private static Set<Role> posting(String path) {
		return switch (path) {
			case "/api/v1/write", "/api/v1/health" -> SENDERS;
			case "/api/v1/probe" -> SERVICES;
			// queries too long for an address
			case "/api/v1/series", "/api/v1/samples" -> READERS;
			case "/api/v1/backfill", "/api/v1/failover/override" -> OPERATORS_AND_SERVICES;
			default -> {
				if (PUSH.matcher(path).matches()) {
					yield SENDERS;
				}
				yield path.startsWith("/api/v1/health/relayed/") ? SERVICES : OPERATORS;
			}
		};
	}

	private static Set<Role> deleting(String path) {
		if (path.equals("/api/v1/failover/override")) {
			return OPERATORS_AND_SERVICES;
		}
		return PUSH.matcher(path).matches() ? SENDERS : OPERATORS;
	}

}
