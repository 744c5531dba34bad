package io.tandem.healthsync.relay;

/**
 * Is told of reports that another machine keeps; every bean of this type is. Must be
 * thread-safe, and must neither wait nor throw.
 */
@FunctionalInterface
public interface RelayedListener {

	/**
	 * Tells of a report that is no history and newer than all that was relayed of its
	 * agent before.
	 */
	void relayed(RelayedReport report);

}
