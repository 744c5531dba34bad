package io.tandem.failover.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tandem.failover.control.FailoverView.TierWord;
import io.tandem.failover.detection.Observation;
import io.tandem.failover.detection.Observation.PeerView;
import io.tandem.failover.detection.Observation.Via;
import io.tandem.failover.detection.Tier;
import io.tandem.failover.detection.Tier.Kind;
import io.tandem.failover.detection.TierState;
import io.tandem.test.time.MutableClock;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PeerBookTests {

	private final List<Observation> told = new ArrayList<>();

	private final AtomicLong nanos = new AtomicLong(millis(1_000_000));

	private final WallClock clock = new WallClock(MutableClock.at(Instant.EPOCH), this.nanos::get);

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final PeerBook book = new PeerBook(plan(), List.of("mainpc"), this.told::add, this.clock,
			new ControlMeters(this.registry));

	private static Plan plan() {
		Map<Tier, URI> endpoints = new LinkedHashMap<>();
		endpoints.put(new Tier(Kind.LOCAL_HUB, "pc2"), URI.create("http://127.0.0.1:1/"));
		endpoints.put(new Tier(Kind.PEER_HUB, "mainpc"), URI.create("http://127.0.0.1:2/"));
		return Plan.of("pc2", endpoints);
	}

	@Test
	void whatThePeerCallsItsPeersHubIsTheLocalOneHereAndTheOtherWayRound() {
		this.book.take("mainpc", Via.NATS, view(1, 500, word("local-hub/mainpc", 10L), word("peer-hub/pc2", null),
				word("pushgateway/mainpc", 1L), word("peer-hub/pc3", 1L)));
		assertThat(this.told).extracting((each) -> ((PeerView) each).tier().toString())
			.containsExactly("peer-hub/mainpc", "local-hub/pc2");
		assertThat(this.told).extracting((each) -> ((PeerView) each).ageNanos())
			.containsExactly(millis(10), Long.MAX_VALUE);
		assertThat(((PeerView) this.told.getFirst()).via()).isEqualTo(Via.NATS);
	}

	@Test
	void ageGrowsByTheDelayWhateverTheClocksShow() {
		take(1, 500);
		pass(1000);
		take(2, 1500);
		pass(1700);
		take(3, 2500);
		assertThat(this.told).extracting((each) -> ((PeerView) each).ageNanos())
			.containsExactly(millis(10), millis(10), millis(710));
		pass(200);
		assertThat(this.book.last("mainpc", Via.HTTP).orElseThrow().ageNanos(this.nanos.get())).isEqualTo(millis(900));
	}

	@Test
	void whatCameTwiceOrFarTooLateOrFromElsewhereSaysNothing() {
		take(1, 500);
		take(1, 500);
		pass(5000);
		take(2, 1500);
		this.book.take("pc9", Via.HTTP, view(3, 5500));
		this.book.take("mainpc", Via.HTTP, new FailoverView("pc9", "b1", 3, 5500, 1, "spool/pc9", List.of()));
		assertThat(this.told).hasSize(1);
		assertThat(received("repeated")).isEqualTo(1);
		assertThat(received("stale")).isEqualTo(1);
	}

	@Test
	void aRestartedPeerBeginsAnew() {
		take(9, 500_000);
		this.book.take("mainpc", Via.HTTP,
				new FailoverView("mainpc", "b2", 1, 3, 1, "local-hub/mainpc", List.of(word("local-hub/mainpc", 10L))));
		assertThat(this.told).hasSize(2);
		assertThat(((PeerView) this.told.getLast()).ageNanos()).isEqualTo(millis(10));
	}

	private double received(String outcome) {
		return this.registry.get("tandem.failover.views.received").tag("outcome", outcome).counter().count();
	}

	private void take(long sequence, long uptime) {
		this.book.take("mainpc", Via.HTTP, view(sequence, uptime, word("local-hub/mainpc", 10L)));
	}

	private static FailoverView view(long sequence, long uptime, TierWord... words) {
		return new FailoverView("mainpc", "b1", sequence, uptime, 1, "local-hub/mainpc", List.of(words));
	}

	private static TierWord word(String tier, Long since) {
		return new TierWord(tier, TierState.HEALTHY, since);
	}

	private void pass(long millis) {
		this.nanos.addAndGet(millis(millis));
	}

	private static long millis(long value) {
		return TimeUnit.MILLISECONDS.toNanos(value);
	}

}
