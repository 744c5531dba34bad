package io.tandem.centralhub.resync;

import io.tandem.wire.backfill.BackfillAnswer;
import io.tandem.wire.backfill.BackfillRequest;
import java.io.IOException;

/** The gateway whose spool numbers a machine's records. Thread-safe. */
interface Origin {

	/**
	 * Returns what its spool holds.
	 * @throws IOException if it does not answer, or with something else
	 */
	Holding holding() throws IOException, InterruptedException;

	/**
	 * Asks for records again.
	 * @throws IOException if it does not answer, or with something else
	 */
	BackfillAnswer request(BackfillRequest request) throws IOException, InterruptedException;

	/**
	 * A spool.
	 *
	 * @param delivered everything up to this sequence has left it
	 */
	record Holding(String epoch, long delivered) {
	}

}
