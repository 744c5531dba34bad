package io.tandem.fleet;

import org.jspecify.annotations.Nullable;

/**
 * A dependency as it stands in the file, before it is known whether it can hold.
 *
 * @param from the agent that has it
 * @param to the name that it gives
 * @param fallback null if the file says nothing of one
 * @param line counted from 1
 */
record Declared(String from, String to, @Nullable Fallback fallback, int line) {

	Dependency dependency() {
		return new Dependency(this.to, (this.fallback != null) ? this.fallback : Fallback.NONE);
	}

}
