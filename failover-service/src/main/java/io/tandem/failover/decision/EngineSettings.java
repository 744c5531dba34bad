package io.tandem.failover.decision;

import io.tandem.failover.detection.WatchSettings;
import java.time.Duration;

/**
 * The thresholds that the engine decides by. Immutable.
 *
 * @param watch how each tier is judged
 * @param startGrace how long after a start a later tier has to wait for the local hub to
 * answer or to fail. More of it means fewer detours after a start of both at once, and
 * records wait that much longer in the spool if the local hub hangs
 */
public record EngineSettings(WatchSettings watch, Duration startGrace) {

	/**
	 * @throws IllegalArgumentException if a time is negative
	 */
	public EngineSettings {
		if (startGrace.isNegative()) {
			throw new IllegalArgumentException("startGrace is not negative: startGrace=" + startGrace);
		}
	}

	/** Returns what Tandem runs with if nothing is set. */
	public static EngineSettings defaults() {
		return new EngineSettings(WatchSettings.defaults(), Duration.ofSeconds(3));
	}

}
