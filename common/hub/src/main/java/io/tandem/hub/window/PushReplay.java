package io.tandem.hub.window;

import io.tandem.wire.remotewrite.InvalidWriteRequestException;

/**
 * Takes again, after a restart, what was pushed by the Pushgateway API before it, so that
 * whoever keeps the groups knows them again.
 */
@FunctionalInterface
interface PushReplay {

	/**
	 * @param body the record as it was stored
	 * @throws InvalidWriteRequestException if the body cannot be read
	 */
	void replay(byte[] body) throws InvalidWriteRequestException;

}
