package io.tandem.healthsync.reconciliation;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How histories are compared.
 *
 * @param every how often the last minutes are
 * @param recent how far back that goes
 * @param wholeEvery how often all that is kept is compared; also after a start and each
 * time a link is healed
 * @param settle how long a link has to be back before that
 * @param answerTimeout how long another machine may take for one answer
 * @param pageEvents how many reports are fetched at once
 * @param maxPages how many pages are fetched in one comparison; the rest follows in the
 * next
 */
@ConfigurationProperties("tandem.health.reconciliation")
record ReconciliationProperties(@DefaultValue("30s") Duration every, @DefaultValue("1h") Duration recent,
		@DefaultValue("1h") Duration wholeEvery, @DefaultValue("5s") Duration settle,
		@DefaultValue("5s") Duration answerTimeout, @DefaultValue("100") int pageEvents,
		@DefaultValue("50") int maxPages) {

	/** The most that a page may have. */
	static final int MOST_EVENTS = 100;

	/**
	 * @throws IllegalArgumentException if a duration is not positive or a number is out
	 * of its range
	 */
	ReconciliationProperties {
		if (!every.isPositive() || !recent.isPositive() || !wholeEvery.isPositive() || settle.isNegative()
				|| !answerTimeout.isPositive() || pageEvents < 1 || pageEvents > MOST_EVENTS || maxPages < 1) {
			throw new IllegalArgumentException(
					"tandem.health.reconciliation needs positive every, recent, whole-every and answer-timeout, settle of 0"
							+ " or more, page-events of 1 to " + MOST_EVENTS + ", max-pages of 1 or more: every="
							+ every + " recent=" + recent + " whole-every=" + wholeEvery + " settle=" + settle
							+ " answer-timeout=" + answerTimeout + " page-events=" + pageEvents + " max-pages="
							+ maxPages);
		}
	}

}
