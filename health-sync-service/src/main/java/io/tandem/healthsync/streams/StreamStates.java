package io.tandem.healthsync.streams;

/** Tells how current the health streams are. Thread-safe. */
public interface StreamStates {

	/**
	 * Returns how the machine's stream was when it was last asked for; never waits for
	 * the broker.
	 */
	StreamState state(String machine);

}
