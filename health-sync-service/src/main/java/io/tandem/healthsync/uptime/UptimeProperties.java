package io.tandem.healthsync.uptime;

import io.tandem.service.HttpAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How availability is observed.
 *
 * @param targets what is looked at, by machine; without any nothing is observed
 * @param freshWithin how old the newest sample that can be read may be
 * @param answerWithin how long one look may take; later counts as down
 * @param retainFor how long what was seen is kept
 * @param maxRuns how many changes are kept; beyond that the oldest go
 */
@ConfigurationProperties("tandem.uptime")
record UptimeProperties(@DefaultValue Map<String, Target> targets, @DefaultValue("10s") Duration freshWithin,
		@DefaultValue("2s") Duration answerWithin, @DefaultValue("400d") Duration retainFor,
		@DefaultValue("500000") int maxRuns) {

	/**
	 * @throws IllegalArgumentException if a duration is not positive, or a look may take
	 * longer than a sample is fresh
	 */
	UptimeProperties {
		targets = Map.copyOf(targets);
		if (!answerWithin.isPositive() || freshWithin.compareTo(answerWithin) < 0 || !retainFor.isPositive()
				|| maxRuns < 1000) {
			throw new IllegalArgumentException(
					"tandem.uptime needs answer-within > 0, fresh-within of no less than that, retain-for > 0 and max-runs of"
							+ " 1000 or more: answer-within=" + answerWithin + " fresh-within=" + freshWithin
							+ " retain-for=" + retainFor + " max-runs=" + maxRuns);
		}
	}

	/**
	 * One machine.
	 *
	 * @param gatewayUrl where samples are written
	 * @param hubUrl where they can be read as soon as the hub has them
	 * @param prometheusUrl where they can be read once they are stored
	 */
	record Target(URI gatewayUrl, URI hubUrl, URI prometheusUrl) {

		Target {
			HttpAddress.require("tandem.uptime.targets.", "gateway-url", gatewayUrl);
			HttpAddress.require("tandem.uptime.targets.", "hub-url", hubUrl);
			HttpAddress.require("tandem.uptime.targets.", "prometheus-url", prometheusUrl);
		}

	}

}
