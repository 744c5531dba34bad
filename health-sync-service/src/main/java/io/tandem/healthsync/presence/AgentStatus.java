package io.tandem.healthsync.presence;

import io.tandem.wire.health.HealthStatus;

/** How an agent is, as far as this machine can tell. */
public enum AgentStatus {

	/** It says that it does its work. */
	UP,
	/** It says that it does its work worse than it should. */
	DEGRADED,
	/** It says that it does not do its work. */
	DOWN,
	/** It says that it cannot tell. */
	UNKNOWN,
	/** It has missed its reports, while this machine could have heard them. */
	SILENT,
	/**
	 * This machine cannot hear it: its machine is cut off, its stream cannot be read, or
	 * has not been read to its end yet.
	 */
	UNREACHABLE,
	/** The fleet file names it, and it has not reported within the time that is kept. */
	EXPECTED;

	static AgentStatus of(HealthStatus reported) {
		return valueOf(reported.name());
	}

}
