package io.tandem.failover.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tandem.failover.decision.Engine;
import io.tandem.failover.decision.EngineSettings;
import io.tandem.failover.detection.Observation;
import io.tandem.failover.detection.Observation.Via;
import io.tandem.failover.detection.Tier;
import io.tandem.failover.detection.Tier.Kind;
import io.tandem.jetstream.JetStreamAutoConfiguration;
import io.tandem.jetstream.NatsConnection;
import io.tandem.jetstream.StreamPublisher;
import io.tandem.jetstream.StreamReader;
import io.tandem.jetstream.Streams;
import io.tandem.service.security.ServiceHttp;
import io.tandem.test.nats.NatsPair;
import io.tandem.test.nats.NatsServer;
import io.tandem.wire.subject.Machine;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.json.JsonMapper;

/** Two machines that tell each other what they see, over real nats-servers and HTTP. */
class PeerLinksIT {

	@Test
	void eachMachineHearsTheOtherByBothWaysAndByOneWhileTheOtherIsAway() throws Exception {
		try (NatsPair nats = NatsPair.start();
				ScriptedTier page = new ScriptedTier();
				Side mainpc = new Side("mainpc", "pc2", nats.mainpc(), Map.of());
				Side pc2 = new Side("pc2", "mainpc", nats.pc2(), Map.of("mainpc", page.url()))) {
			page.answers(200, () -> JsonMapper.shared().writeValueAsString(mainpc.own.now().orElseThrow()));
			mainpc.links.start();
			pc2.links.start();
			until(() -> assertThat(pc2.heard(Via.NATS)).isPositive());
			until(() -> assertThat(mainpc.heard(Via.NATS)).isPositive());
			until(() -> assertThat(pc2.heard(Via.HTTP)).isPositive());
			assertThat(page.requests).contains("GET /api/v1/failover/view");
			assertThat(pc2.told).filteredOn(Observation.PeerView.class::isInstance)
				.extracting((each) -> ((Observation.PeerView) each).tier().toString())
				.contains("peer-hub/mainpc", "local-hub/pc2");
			page.answers(500, "");
			nats.mainpc().kill();
			long before = pc2.heard(Via.NATS);
			nats.mainpc().start();
			until(() -> assertThat(pc2.heard(Via.NATS)).isGreaterThan(before + 2));
			assertThat(pc2.registry.get("tandem.failover.views.received").tag("outcome", "status").counter().count())
				.isPositive();
		}
	}

	private static void until(org.awaitility.core.ThrowingRunnable assertion) {
		Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(assertion);
	}

	private static final class Side implements AutoCloseable {

		final List<Observation> told = new CopyOnWriteArrayList<>();

		final SimpleMeterRegistry registry = new SimpleMeterRegistry();

		final OwnView own;

		final PeerLinks links;

		private final ConfigurableApplicationContext context;

		Side(String machine, String peer, NatsServer nats, Map<String, URI> urls) {
			this.context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
				.properties("tandem.machine=" + machine, "test.peer=" + peer, "nats.spring.server=" + nats.url())
				.run();
			Map<Tier, URI> endpoints = new LinkedHashMap<>();
			endpoints.put(new Tier(Kind.LOCAL_HUB, machine), URI.create("http://127.0.0.1:1/"));
			endpoints.put(new Tier(Kind.PEER_HUB, peer), URI.create("http://127.0.0.1:2/"));
			Plan plan = Plan.of(machine, endpoints);
			WallClock clock = new WallClock(Clock.systemUTC(), System::nanoTime);
			LatestState latest = new LatestState();
			latest.set(new Engine(EngineSettings.defaults()).begin(plan.tiers(), 0, null, System.nanoTime()));
			ControlMeters meters = new ControlMeters(this.registry);
			this.own = new OwnView(machine, latest, clock);
			PeerBook book = new PeerBook(plan, List.of(peer), this.told::add, clock, meters);
			this.links = new PeerLinks(new Machine(machine), urls, this.own, book, clock, meters,
					ServiceHttp.unprotected(), new PeerLinks.Nats(this.context.getBean(NatsConnection.class),
							this.context.getBean(StreamPublisher.class), this.context.getBean(StreamReader.class)));
		}

		long heard(Via via) {
			return this.told.stream()
				.filter((each) -> each instanceof Observation.PeerView view && view.via() == via)
				.count();
		}

		@Override
		public void close() {
			this.links.stop();
			this.context.close();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(JetStreamAutoConfiguration.class)
	static class Application {

		@Bean
		MeterRegistry meters() {
			return new SimpleMeterRegistry();
		}

		@Bean
		Streams streams(org.springframework.core.env.Environment settings) {
			Machine self = new Machine(settings.getRequiredProperty("tandem.machine"));
			Machine peer = new Machine(settings.getRequiredProperty("test.peer"));
			return PeerLinks.streams(self, List.of(peer));
		}

	}

}
