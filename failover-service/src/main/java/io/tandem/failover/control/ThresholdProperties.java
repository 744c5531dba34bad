package io.tandem.failover.control;

import io.tandem.failover.decision.EngineSettings;
import io.tandem.failover.detection.Range;
import io.tandem.failover.detection.WatchSettings;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The thresholds that an operator may set; {@link WatchSettings} says what each costs,
 * and {@code ./tandem failover what-if} what it would have changed. What is null is as in
 * {@link EngineSettings#defaults}.
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
record ThresholdProperties(@Nullable Integer failures, @Nullable Duration hardSpan, @Nullable Duration silence,
		@Nullable Duration peerHold, @Nullable Duration holdDown, @Nullable Duration maxHoldDown,
		@Nullable Duration flapWithin, @Nullable Duration startGrace) {

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

	private static EngineSettings settings(@Nullable Integer failures, @Nullable Duration hardSpan,
			@Nullable Duration silence, @Nullable Duration peerHold, @Nullable Duration holdDown,
			@Nullable Duration maxHoldDown, @Nullable Duration flapWithin, @Nullable Duration startGrace) {
		EngineSettings defaults = EngineSettings.defaults();
		WatchSettings d = defaults.watch();
		return new EngineSettings(new WatchSettings(or(failures, d.failures()), or(hardSpan, d.hardSpan()),
				or(silence, d.silence()), d.doubt(), d.fast(), d.steady(), d.timeout(), d.down(), d.inFlight(),
				d.recoverEvery(), d.recoverSuccesses(),
				new Range(or(holdDown, d.holdDown().min()), or(maxHoldDown, d.holdDown().max())),
				or(flapWithin, d.flapWithin()), d.flapDecay(), or(peerHold, d.peerHold()), d.peerFresh(),
				d.peerSuccess(), d.settle()), or(startGrace, defaults.startGrace()));
	}

	private static <T> T or(@Nullable T set, T otherwise) {
		return Objects.requireNonNullElse(set, otherwise);
	}

}
