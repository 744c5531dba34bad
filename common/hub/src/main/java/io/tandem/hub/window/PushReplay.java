package io.tandem.hub.window;

/**
 * Takes again, after a restart, what was pushed by the Pushgateway API before it, so that
 * whoever keeps the groups knows them again.
 */
@FunctionalInterface
public interface PushReplay {

	/**
	 * @param body the record as it was stored
	 */
	void replay(byte[] body);

}
