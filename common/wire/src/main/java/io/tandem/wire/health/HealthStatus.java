package io.tandem.wire.health;

/** How an agent says it is. */
public enum HealthStatus {

	/** Does its work. */
	UP,
	/** Does its work, but worse than it should. */
	DEGRADED,
	/** Does not do its work. */
	DOWN,
	/** Cannot tell. */
	UNKNOWN

}
