package io.tandem.hub.mirror;

import java.io.IOException;
import java.util.Map;

/** The machines that streams are mirrored from. Thread-safe. */
@FunctionalInterface
interface Origins {

	/**
	 * Asks how streams stand on their own machine, all at once.
	 * @param sequences by stream: of the message whose time is asked for; 0 for none
	 * @return by stream; one that is not there is left out
	 * @throws IOException if that machine does not answer
	 */
	Map<String, StreamEnd> ends(String machine, Map<String, Long> sequences) throws IOException, InterruptedException;

}
