package io.tandem.failover.control;

import io.tandem.failover.detection.Tier;
import io.tandem.failover.detection.Tier.Kind;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the tiers are, in the settings of delivery: what is probed is what records are
 * sent to.
 *
 * @param hubUrl the local hub's remote write endpoint
 * @param peerHubUrls that of each peer's hub, by the machine's name; a peer without one
 * is no tier
 * @param pushgatewayUrl the local Pushgateway; null for none
 */
@ConfigurationProperties("tandem.delivery")
record TierAddresses(@DefaultValue("http://127.0.0.1:9000/api/v1/write") URI hubUrl,
		@DefaultValue Map<String, URI> peerHubUrls, @Nullable URI pushgatewayUrl) {

	/** Returns the tiers in their order; hubs of peers in the order of the peers. */
	Plan plan(String machine, List<String> peers) {
		List<TierTarget> targets = new ArrayList<>();
		targets.add(new TierTarget(new Tier(Kind.LOCAL_HUB, machine), base(this.hubUrl)));
		for (String peer : peers) {
			URI url = this.peerHubUrls.get(peer);
			if (url != null) {
				targets.add(new TierTarget(new Tier(Kind.PEER_HUB, peer), base(url)));
			}
		}
		if (this.pushgatewayUrl != null) {
			targets.add(new TierTarget(new Tier(Kind.PUSHGATEWAY, machine), base(this.pushgatewayUrl)));
		}
		targets.add(new TierTarget(new Tier(Kind.SPOOL, machine), null));
		return new Plan(machine, targets);
	}

	private static URI base(URI endpoint) {
		return endpoint.resolve("/");
	}

}
