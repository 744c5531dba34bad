package io.tandem.failover.delivery;

import io.tandem.failover.detection.Tier;
import io.tandem.service.security.ServiceHttp;
import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The tiers that are set up, and a receiver for each lane of each: none shares a thread
 * or a connection with another, so that a tier that hangs holds up nothing else.
 * Thread-safe.
 */
final class Tiers implements AutoCloseable {

	private final Tier spool;

	private final DeliveryProperties properties;

	private final Map<Tier, URI> urls;

	private final Map<Tier, Receiver> pushgateways = new ConcurrentHashMap<>();

	private final Map<Way, HttpReceiver> receivers = new ConcurrentHashMap<>();

	/**
	 * @param pushgateway takes records for the Pushgateway; null if none is set up
	 */
	private final ServiceHttp http;

	Tiers(String machine, DeliveryProperties properties, @Nullable Receiver pushgateway, ServiceHttp http) {
		this.http = http;
		this.spool = new Tier(Tier.Kind.SPOOL, machine);
		this.properties = properties;
		Map<Tier, URI> urls = new LinkedHashMap<>();
		urls.put(new Tier(Tier.Kind.LOCAL_HUB, machine), properties.hubUrl());
		new TreeMap<>(properties.peerHubUrls())
			.forEach((peer, url) -> urls.put(new Tier(Tier.Kind.PEER_HUB, peer), url));
		if (properties.pushgatewayUrl() != null && pushgateway != null) {
			Tier tier = new Tier(Tier.Kind.PUSHGATEWAY, machine);
			urls.put(tier, properties.pushgatewayUrl());
			this.pushgateways.put(tier, pushgateway);
		}
		this.urls = Collections.unmodifiableMap(urls);
	}

	/** Returns the addresses in the order of preference; the spool has none. */
	Map<Tier, URI> urls() {
		return this.urls;
	}

	Tier localHub() {
		return this.urls.keySet().iterator().next();
	}

	/**
	 * Returns the hub of a machine; this machine's own if that one's address is not
	 * known.
	 */
	Tier hubOf(String machine) {
		return this.urls.keySet()
			.stream()
			.filter((tier) -> tier.isHub() && tier.machine().equals(machine))
			.findFirst()
			.orElseGet(this::localHub);
	}

	Tier spool() {
		return this.spool;
	}

	/**
	 * @throws IllegalArgumentException if there is no such tier
	 */
	Tier require(Tier tier) {
		if (!this.urls.containsKey(tier) && !tier.equals(this.spool)) {
			throw new IllegalArgumentException(
					"no such tier is set up: tier=" + tier + " tiers=" + this.urls.keySet() + " and " + this.spool);
		}
		return tier;
	}

	/** Makes ready what a switch must not have to wait for. */
	void prepare() {
		this.urls.keySet().forEach((tier) -> receiver(tier, LaneName.LIVE));
	}

	/** Returns who takes the lane's records at the tier, or null if nobody does. */
	@Nullable Receiver receiver(Tier tier, LaneName lane) {
		URI url = this.urls.get(tier);
		if (url == null) {
			return null;
		}
		if (tier.isHub()) {
			return this.receivers.computeIfAbsent(new Way(tier, lane), (way) -> new HttpReceiver(url, lane.told(),
					this.properties.connectTimeout(), this.properties.requestTimeout(), this.http));
		}
		return (lane == LaneName.LIVE) ? this.pushgateways.get(tier) : null;
	}

	@Override
	public void close() {
		this.receivers.values().forEach(HttpReceiver::close);
		this.receivers.clear();
	}

	private record Way(Tier tier, LaneName lane) {
	}

}
