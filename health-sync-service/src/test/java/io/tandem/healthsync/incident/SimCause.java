package io.tandem.healthsync.incident;

import java.util.HashSet;
import java.util.Set;

/** What really happened: a failure, and all that fell with it. Times in milliseconds. */
final class SimCause {

	final String root;

	final long at;

	final long until;

	/** All that failed by it, the root included. */
	final Set<String> victims = new HashSet<>();

	/** What cannot be told from the root. */
	final Set<String> alike = new HashSet<>();

	SimCause(String root, long at, long until) {
		this.root = root;
		this.at = at;
		this.until = until;
		this.victims.add(root);
		this.alike.add(root);
	}

}
