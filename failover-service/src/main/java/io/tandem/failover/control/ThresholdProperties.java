package io.tandem.failover.control;

import io.tandem.failover.decision.EngineSettings;
import io.tandem.failover.detection.Range;
import io.tandem.failover.detection.WatchSettings;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The thresholds that an operator may set; {@link WatchSettings} says what each costs,
 * and {@code ./tandem failover what-if} what it would have changed.
 *
 * @param failures failures in a row after which a tier may be DOWN
 * @param hardSpan over how long refusals must have come
 * @param silence how long nothing may have succeeded
 * @param peerHold how much longer while a peer reaches the tier
 * @param holdDown how long a tier must answer before it is used again
 * @param maxHoldDown the most of it, however often it flaps
 * @param flapWithin how soon after it was used again a DOWN counts as a flap
 * @param startGrace how long after a start later tiers wait for the local hub
 */
@ConfigurationProperties("tandem.failover.thresholds")
record ThresholdProperties(@DefaultValue("3") int failures, @DefaultValue("100ms") Duration hardSpan,
		@DefaultValue("1400ms") Duration silence, @DefaultValue("300ms") Duration peerHold,
		@DefaultValue("3s") Duration holdDown, @DefaultValue("60s") Duration maxHoldDown,
		@DefaultValue("5m") Duration flapWithin, @DefaultValue("3s") Duration startGrace) {

	/**
	 * @throws IllegalArgumentException if a number is out of its bounds, or two of them
	 * do not fit
	 */
	ThresholdProperties {
		settings(failures, hardSpan, silence, peerHold, holdDown, maxHoldDown, flapWithin, startGrace);
	}

	EngineSettings settings() {
		return settings(this.failures, this.hardSpan, this.silence, this.peerHold, this.holdDown, this.maxHoldDown,
				this.flapWithin, this.startGrace);
	}

	private static EngineSettings settings(int failures, Duration hardSpan, Duration silence, Duration peerHold,
			Duration holdDown, Duration maxHoldDown, Duration flapWithin, Duration startGrace) {
		WatchSettings d = WatchSettings.defaults();
		return new EngineSettings(
				new WatchSettings(failures, hardSpan, silence, d.doubt(), d.fast(), d.steady(), d.timeout(), d.down(),
						d.inFlight(), d.recoverEvery(), d.recoverSuccesses(), new Range(holdDown, maxHoldDown),
						flapWithin, d.flapDecay(), peerHold, d.peerFresh(), d.peerSuccess(), d.settle()),
				startGrace);
	}

}
