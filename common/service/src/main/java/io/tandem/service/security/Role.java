package io.tandem.service.security;

import java.util.Locale;

/** What the holder of a token is there for. */
public enum Role {

	/** Pushes metrics and reports health. */
	AGENT,

	/** Reads everything there is to be seen. */
	VIEWER,

	/** Reads, and changes what the system does by itself. */
	OPERATOR,

	/** Is one of Tandem's own services: pushes, reads, and asks for records again. */
	SERVICE;

	/**
	 * Returns the role of that name, in lower case.
	 * @throws IllegalArgumentException if there is none
	 */
	static Role of(String name) {
		for (Role role : values()) {
			if (role.lowerCase().equals(name)) {
				return role;
			}
		}
		throw new IllegalArgumentException("there is no role of that name: role=" + name);
	}

	/** Returns its name as it is written in a tokens' file. */
	String lowerCase() {
		return name().toLowerCase(Locale.ROOT);
	}

}
