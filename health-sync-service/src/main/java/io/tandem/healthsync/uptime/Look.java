package io.tandem.healthsync.uptime;

/**
 * What one look at a machine found.
 *
 * @param reason why it is not available; empty if it is
 */
record Look(String reason) {

	static final Look UP = new Look("");

	boolean isUp() {
		return this.reason.isEmpty();
	}

}
