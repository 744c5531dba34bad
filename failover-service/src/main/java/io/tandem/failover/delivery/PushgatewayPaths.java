package io.tandem.failover.delivery;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/**
 * The addresses of one Pushgateway. The groups put there carry two labels that nobody
 * else's have, so that none of another pusher can be overwritten or deleted, and those of
 * a former life are found again.
 *
 * @param url without a path
 * @param origin the machine whose records are shown
 * @param mark a label that tells these groups from all others
 * @param value the value of that label
 */
record PushgatewayPaths(URI url, String origin, String mark, String value) {

	private static final String TIER_LABEL = "tandem_tier";

	private static final String TIER = "pushgateway";

	private static final String ROUTE_LABEL = "tandem_route";

	private static final String LEGACY = "legacy";

	private static final String ORIGIN_LABEL = "tandem_origin";

	/** The groups that are shown while no hub takes records. */
	PushgatewayPaths(URI url, String origin) {
		this(url, origin, TIER_LABEL, TIER);
	}

	/** The groups of agents that have not moved yet. */
	static PushgatewayPaths legacy(URI url, String origin) {
		return new PushgatewayPaths(url, origin, ROUTE_LABEL, LEGACY);
	}

	URI group(PushgatewayGroups.Group group) {
		return URI.create(
				base() + "/metrics/job@base64/" + base64(group.job()) + "/instance@base64/" + base64(group.instance())
						+ "/" + this.mark + "/" + this.value + "/" + ORIGIN_LABEL + "@base64/" + base64(this.origin));
	}

	URI metrics() {
		return URI.create(base() + "/api/v1/metrics");
	}

	private String base() {
		String text = this.url.toString();
		return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
	}

	/** Tells whether a group with these labels was put there from here. */
	boolean isOurs(Map<String, String> labels) {
		return labels.size() == 4 && this.value.equals(labels.get(this.mark))
				&& this.origin.equals(labels.get(ORIGIN_LABEL)) && labels.containsKey("job")
				&& labels.containsKey("instance");
	}

	private static String base64(String value) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(value.getBytes(StandardCharsets.UTF_8));
	}

}
