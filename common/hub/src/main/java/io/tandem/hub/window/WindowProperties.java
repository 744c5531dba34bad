package io.tandem.hub.window;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What the window keeps.
 *
 * @param length samples older than this are not kept. Longer costs memory in proportion,
 * and as much more replay after a restart
 * @param streams whose samples it shows
 * @param maxSeries series it keeps; a new one beyond is left out
 * @param maxSamplesPerSeries samples of one series; beyond, its oldest goes. At least
 * length divided by the shortest push interval
 * @param maxSamples room for samples of all series together, 16 bytes each; beyond, a
 * series loses its own oldest to its newest
 * @param maxLabelBytes memory for the label sets of all series together, as estimated
 * @param sweepInterval how often expired samples and series are removed
 */
@ConfigurationProperties("tandem.hub.window")
public record WindowProperties(@DefaultValue("5m") Duration length, @DefaultValue("own") Streams streams,
		@DefaultValue("50000") int maxSeries, @DefaultValue("400") int maxSamplesPerSeries,
		@DefaultValue("2000000") long maxSamples, @DefaultValue("48MB") DataSize maxLabelBytes,
		@DefaultValue("10s") Duration sweepInterval) {

	/**
	 * @throws IllegalArgumentException if a limit is not positive
	 */
	public WindowProperties {
		if (!length.isPositive() || !sweepInterval.isPositive()) {
			throw new IllegalArgumentException("tandem.hub.window.length and sweep-interval must be positive: length="
					+ length + " sweep-interval=" + sweepInterval);
		}
		if (maxSeries < 1 || maxSamplesPerSeries < 1 || maxSamples < 1 || maxLabelBytes.toBytes() < 1) {
			throw new IllegalArgumentException(
					"tandem.hub.window limits must be at least 1: max-series=" + maxSeries + " max-samples-per-series="
							+ maxSamplesPerSeries + " max-samples=" + maxSamples + " max-label-bytes=" + maxLabelBytes);
		}
	}

	/** Whose samples a window shows. */
	public enum Streams {

		/** The machine's own stream. */
		OWN,
		/** The machine's own stream and the mirror of each peer's. */
		ALL

	}

}
