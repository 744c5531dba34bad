package io.tandem.healthsync.uptime;

/** Looks at a machine as an agent and a reader would. Thread-safe. */
@FunctionalInterface
interface Probe {

	/**
	 * Writes the number of the second and reads what was written last.
	 * @param second since 1970
	 */
	Look look(String target, long second) throws InterruptedException;

}
