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
 */
record PushgatewayPaths(URI url, String origin) {

	private static final String TIER_LABEL = "tandem_tier";

	private static final String TIER = "pushgateway";

	private static final String ORIGIN_LABEL = "tandem_origin";

	URI group(PushgatewayGroups.Group group) {
		return URI.create(
				base() + "/metrics/job@base64/" + base64(group.job()) + "/instance@base64/" + base64(group.instance())
						+ "/" + TIER_LABEL + "/" + TIER + "/" + ORIGIN_LABEL + "@base64/" + base64(this.origin));
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
		return labels.size() == 4 && TIER.equals(labels.get(TIER_LABEL)) && this.origin.equals(labels.get(ORIGIN_LABEL))
				&& labels.containsKey("job") && labels.containsKey("instance");
	}

	private static String base64(String value) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(value.getBytes(StandardCharsets.UTF_8));
	}

}
