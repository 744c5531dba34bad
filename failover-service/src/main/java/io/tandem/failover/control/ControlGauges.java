package io.tandem.failover.control;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.tandem.failover.detection.Observation.Via;
import io.tandem.failover.detection.Tier;
import io.tandem.service.Listeners;
import java.util.concurrent.TimeUnit;

/** Shows what is held now. */
final class ControlGauges implements MeterBinder {

	private final Plan plan;

	private final LatestState latest;

	private final ObservationQueue queue;

	private final PeerBook peers;

	private final Subscribers subscribers;

	ControlGauges(Plan plan, LatestState latest, ObservationQueue queue, PeerBook peers, Subscribers subscribers) {
		this.plan = plan;
		this.latest = latest;
		this.queue = queue;
		this.peers = peers;
		this.subscribers = subscribers;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (Tier tier : this.plan.tiers()) {
			if (tier.kind() != Tier.Kind.SPOOL) {
				Gauge.builder("tandem.failover.tier.state", this.latest, (held) -> state(held, tier))
					.description("0 healthy, 1 suspect, 2 down, 3 recovering")
					.tag("tier", tier.toString())
					.register(registry);
			}
			Gauge.builder("tandem.failover.route", this.latest, (held) -> isRoute(held, tier) ? 1 : 0)
				.description("1 for the tier that records go to")
				.tag("tier", tier.toString())
				.register(registry);
		}
		for (String peer : this.peers.peers()) {
			for (Via via : Via.values()) {
				TimeGauge
					.builder("tandem.failover.peer.age", this.peers, TimeUnit.SECONDS,
							(book) -> book.ageSeconds(peer, via))
					.description("How old a peer's last word is")
					.tag("peer", peer)
					.tag("via", Words.of(via))
					.register(registry);
			}
		}
		Gauge.builder("tandem.failover.observations.waiting", this.queue, ObservationQueue::size)
			.description("Observations that are not decided on yet")
			.register(registry);
		FunctionCounter.builder("tandem.failover.observations.dropped", this.queue, ObservationQueue::dropped)
			.description("Observations that gave way to newer ones because the decider was late")
			.register(registry);
		Gauge.builder("tandem.failover.stream.subscribers", this.subscribers.listeners(), Listeners::count)
			.description("Who listens to the event stream")
			.register(registry);
	}

	private static double state(LatestState held, Tier tier) {
		return held.tier(tier).map((view) -> (double) view.state().ordinal()).orElse(Double.NaN);
	}

	private static boolean isRoute(LatestState held, Tier tier) {
		return held.get().filter((state) -> state.route().tier().equals(tier)).isPresent();
	}

}
