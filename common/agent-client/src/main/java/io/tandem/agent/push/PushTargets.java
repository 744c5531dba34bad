package io.tandem.agent.push;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where to push, in this order; each is a base address such as
 * {@code http://127.0.0.1:9200}. Immutable.
 *
 * @param gateway the machine's own front door
 * @param hub the machine's own hub, or null
 * @param peerHubs other machines' hubs
 */
public record PushTargets(URI gateway, @Nullable URI hub, List<URI> peerHubs) {

	public PushTargets {
		peerHubs = List.copyOf(peerHubs);
	}

	List<Target> targets() {
		List<Target> targets = new ArrayList<>();
		targets.add(target("gateway", this.gateway));
		if (this.hub != null) {
			targets.add(target("hub", this.hub));
		}
		for (int i = 0; i < this.peerHubs.size(); i++) {
			targets.add(target("peer" + (i + 1), this.peerHubs.get(i)));
		}
		return targets;
	}

	private static Target target(String name, URI base) {
		return new Target(name, base.resolve("/api/v1/write"));
	}

}
