package io.tandem.healthsync.alerting;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who is told of pages, and when they become more urgent.
 *
 * @param alertmanagerUrls the address of each Alertmanager of the mesh, this machine's
 * and the others'; all of them get every page; empty for none
 * @param repeat how often an open page is sent again; an Alertmanager takes it for over
 * when it has not heard of it for four times as long
 * @param maxPages how many pages are held at most, ended ones included that are still to
 * be told
 * @param escalation how long a page may go unacknowledged at each level
 */
@ConfigurationProperties("tandem.alerting")
record AlertingProperties(@DefaultValue List<URI> alertmanagerUrls, @DefaultValue("60s") Duration repeat,
		@DefaultValue("500") int maxPages, @DefaultValue Escalation escalation) {

	private static final int LIFETIMES = 4;

	/**
	 * @throws IllegalArgumentException if a number or duration is not positive, or an
	 * address is not one of HTTP
	 */
	AlertingProperties {
		alertmanagerUrls = List.copyOf(alertmanagerUrls);
		if (!repeat.isPositive() || maxPages < 1) {
			throw new IllegalArgumentException("tandem.alerting needs a positive repeat and max-pages: repeat=" + repeat
					+ " max-pages=" + maxPages);
		}
		for (URI url : alertmanagerUrls) {
			if ((!"http".equals(url.getScheme()) && !"https".equals(url.getScheme())) || url.getHost() == null) {
				throw new IllegalArgumentException(
						"tandem.alerting.alertmanager-urls must be http addresses: url=" + url);
			}
		}
	}

	Duration lifetime() {
		return this.repeat.multipliedBy(LIFETIMES);
	}

	/** Returns how long an ended page is kept: longer than any receiver remembers it. */
	Duration keepEnded() {
		return lifetime().multipliedBy(LIFETIMES);
	}

}
