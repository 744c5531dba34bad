package io.tandem.failover.history;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long decisions are kept and who is told of an incident.
 *
 * @param alertmanagerUrls the base address of each Alertmanager; all of them get every
 * alert, as their mesh expects; empty for none
 * @param alertEvery how often an open incident is told again; Alertmanager takes an alert
 * for over when it has not heard of it for four times as long
 * @param runbookUrl goes out with each alert
 * @param patience how long records may go elsewhere without a failure of the local hub
 * having been seen, as after a start, before that is an incident, too
 * @param retainFor how long decisions and incidents are kept
 * @param retainRows how many decisions are kept at most
 */
@ConfigurationProperties("tandem.failover")
record HistoryProperties(@DefaultValue List<URI> alertmanagerUrls, @DefaultValue("60s") Duration alertEvery,
		@DefaultValue("docs/runbooks/TandemFailover.md") URI runbookUrl, @DefaultValue("60s") Duration patience,
		@DefaultValue("30d") Duration retainFor, @DefaultValue("100000") int retainRows) {

	/**
	 * @throws IllegalArgumentException if a duration or number is not positive, or an
	 * address is not one of HTTP
	 */
	HistoryProperties {
		alertmanagerUrls = List.copyOf(alertmanagerUrls);
		if (!alertEvery.isPositive() || patience.isNegative() || !retainFor.isPositive() || retainRows < 1) {
			throw new IllegalArgumentException(
					"tandem.failover needs positive alert-every, retain-for and retain-rows, and patience of at least 0:"
							+ " alert-every=" + alertEvery + " retain-for=" + retainFor + " retain-rows=" + retainRows
							+ " patience=" + patience);
		}
		for (URI url : alertmanagerUrls) {
			if (!"http".equals(url.getScheme()) && !"https".equals(url.getScheme())) {
				throw new IllegalArgumentException(
						"tandem.failover.alertmanager-urls must be http addresses: url=" + url);
			}
		}
	}

}
