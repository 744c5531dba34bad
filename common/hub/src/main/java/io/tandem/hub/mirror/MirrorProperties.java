package io.tandem.hub.mirror;

import io.tandem.service.HttpAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How mirrors are looked after.
 *
 * @param hubUrls the hub of each other machine, by the machine's name; mirrors of a
 * machine without one are not compared
 * @param interval how often they are
 */
@ConfigurationProperties("tandem.hub.mirrors")
record MirrorProperties(@DefaultValue Map<String, URI> hubUrls, @DefaultValue("2s") Duration interval) {

	/**
	 * @throws IllegalArgumentException if an address is not one of HTTP, or the interval
	 * not positive
	 */
	MirrorProperties {
		hubUrls = Map.copyOf(hubUrls);
		hubUrls.forEach((machine, url) -> HttpAddress.require("tandem.hub.mirrors.", "hub-urls." + machine, url));
		if (!interval.isPositive()) {
			throw new IllegalArgumentException("tandem.hub.mirrors.interval must be positive: interval=" + interval);
		}
	}

}
