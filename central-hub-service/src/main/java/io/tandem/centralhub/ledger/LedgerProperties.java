package io.tandem.centralhub.ledger;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the ledger remembers. Its memory, and the length of the row that is written with
 * each batch, grow with {@code maxHoles}: about 40 bytes each at worst.
 *
 * @param maxHoles separate holes in one epoch; above it the lowest is given up
 * @param maxEpochs numberings; above it the one that was not heard of for longest is
 * forgotten
 * @param gapRetention closed gaps older than this are deleted
 * @param maxClosedGaps closed gaps; above it the oldest are deleted
 * @param sweepInterval how often gaps are deleted
 */
@ConfigurationProperties("tandem.ledger")
public record LedgerProperties(@DefaultValue("10000") int maxHoles, @DefaultValue("1000") int maxEpochs,
		@DefaultValue("30d") Duration gapRetention, @DefaultValue("100000") int maxClosedGaps,
		@DefaultValue("1h") Duration sweepInterval) {

	/** Above this, a row would not fit its column. */
	private static final int MOST_HOLES = 20_000;

	/**
	 * @throws IllegalArgumentException if a limit is not positive, or {@code maxHoles}
	 * above 20,000
	 */
	public LedgerProperties {
		if (maxHoles < 1 || maxHoles > MOST_HOLES) {
			throw new IllegalArgumentException(
					"tandem.ledger.max-holes must be 1 to " + MOST_HOLES + ": max-holes=" + maxHoles);
		}
		if (maxEpochs < 2 || maxClosedGaps < 1 || !gapRetention.isPositive() || !sweepInterval.isPositive()) {
			throw new IllegalArgumentException(
					"tandem.ledger.max-epochs must be at least 2, max-closed-gaps, gap-retention and sweep-interval"
							+ " positive: max-epochs=" + maxEpochs + " max-closed-gaps=" + maxClosedGaps
							+ " gap-retention=" + gapRetention + " sweep-interval=" + sweepInterval);
		}
	}

}
