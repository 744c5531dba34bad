package io.tandem.centralhub.sink;

/** Stores samples. Thread-safe. */
@FunctionalInterface
interface Sink {

	/**
	 * Tries once.
	 * @param body a compressed WriteRequest; not changed
	 * @throws StoppedException if the service stops before there is an answer
	 */
	SinkOutcome write(byte[] body) throws StoppedException;

}
