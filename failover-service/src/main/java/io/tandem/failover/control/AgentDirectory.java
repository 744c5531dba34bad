package io.tandem.failover.control;

/** Knows the machine's agents. Thread-safe. */
public interface AgentDirectory {

	/** Tells whether there is an agent of that name on this machine. */
	boolean isKnown(String agent);

	/** Tells whether its records go to two hubs at once. */
	boolean isCritical(String agent);

}
