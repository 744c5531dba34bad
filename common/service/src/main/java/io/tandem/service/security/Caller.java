package io.tandem.service.security;

import java.util.Set;

/**
 * Who sends a request: the name of the token, and what it allows.
 *
 * @param name for example {@code operator} or {@code pc2.failover}
 */
record Caller(String name, Set<Role> roles) {

	Caller {
		roles = Set.copyOf(roles);
	}

	boolean hasAnyOf(Set<Role> wanted) {
		return wanted.stream().anyMatch(this.roles::contains);
	}

}
