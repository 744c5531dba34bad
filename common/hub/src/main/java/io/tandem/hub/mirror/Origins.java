package io.tandem.hub.mirror;

import java.io.IOException;

/** The machines that streams are mirrored from. Thread-safe. */
@FunctionalInterface
interface Origins {

	/**
	 * Asks how a stream stands on its own machine.
	 * @param sequence of a message whose time is asked for; 0 for none
	 * @throws IOException if that machine does not answer, or there is no such stream
	 */
	StreamEnd end(String machine, String stream, long sequence) throws IOException, InterruptedException;

}
