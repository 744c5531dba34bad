package io.tandem.failover.decision;

/** The thresholds that the engine decides by. Immutable. */
public record EngineSettings() {

	/** Returns what Tandem runs with if nothing is set. */
	public static EngineSettings defaults() {
		return new EngineSettings();
	}

}
