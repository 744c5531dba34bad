package io.tandem.acceptance.failover;

import io.tandem.acceptance.fleet.Site;
import java.net.URI;

/** Who stands between the agents and the hubs. */
enum Side {

	/** Each machine's failover-service. */
	TANDEM,
	/** An HAProxy on each machine, with both hubs behind it. */
	HAPROXY;

	private static final int HAPROXY_PORT = 8080;

	/** Returns where the agents of a machine push to. */
	URI target(Site site) {
		return switch (this) {
			case TANDEM -> site.gateway("/api/v1/write");
			case HAPROXY -> URI.create("http://" + site.address() + ":" + HAPROXY_PORT + "/api/v1/write");
		};
	}

}
