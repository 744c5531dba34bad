package io.tandem.failover.delivery;

import io.micrometer.core.instrument.MeterRegistry;
import io.tandem.failover.detection.Observation.Result;
import io.tandem.failover.detection.Tier;
import io.tandem.failover.spool.DeliveredRanges;
import io.tandem.failover.spool.Spool;
import io.tandem.service.MachineProperties;
import io.tandem.service.security.ServiceHttp;
import io.tandem.wire.remotewrite.WriteRequests;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the lanes between the spool and the tiers. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DeliveryProperties.class)
class DeliveryConfiguration {

	private static final String READER = "hub";

	@Bean
	CurrentRoute currentRoute(MachineProperties machine, InstantSource clock) {
		return Delivery.waiting(machine.machine(), clock);
	}

	@Bean
	Tiers tiers(DeliveryProperties properties, MachineProperties machine, ServiceHttp http,
			ObjectProvider<PushgatewayReceiver> pushgateway) {
		return new Tiers(machine.machine(), properties, pushgateway.getIfAvailable(), http);
	}

	@Bean
	@Nullable PushgatewayReceiver pushgatewayReceiver(DeliveryProperties properties, MachineProperties machine,
			MeterRegistry registry) {
		URI url = properties.pushgatewayUrl();
		return (url != null) ? new PushgatewayReceiver(new PushgatewayPaths(url, machine.machine()),
				properties.connectTimeout(), properties.requestTimeout(), registry) : null;
	}

	@Bean
	@Nullable LegacyPushgateway legacyPushgateway(DeliveryProperties properties, MachineProperties machine) {
		URI url = properties.pushgatewayUrl();
		return (url != null) ? new LegacyPushgateway(url, machine.machine(), properties.connectTimeout(),
				properties.requestTimeout()) : null;
	}

	@Bean
	RequestedRanges requestedRanges(MeterRegistry registry) {
		RequestedRanges requested = new RequestedRanges();
		requested.bindTo(registry);
		return requested;
	}

	/**
	 * Whoever decides is a {@link DeliveryListener} that calls {@link Delivery#use}. It
	 * is looked up late, since it needs the delivery itself; without one, records go to
	 * the local hub for ever.
	 */
	@Bean
	Delivery delivery(Spool spool, Tiers tiers, CurrentRoute route, DeliveryProperties properties,
			MachineProperties machine, ObjectProvider<DeliveryListener> decider,
			ObjectProvider<PushgatewayReceiver> pushgateway, RequestedRanges requested, InstantSource clock,
			MeterRegistry registry) throws IOException {
		DeliveredRanges delivered = spool.deliveredBy(READER);
		CurrentRoute twin = Delivery.waiting(machine.machine(), clock);
		Refusals refusals = new Refusals(spool,
				new RefusedRecords(machine.stateDirectory().resolve("refused"), properties.maxRefusedSize().toBytes()));
		Supplier<LaneSet> lanes = () -> {
			DeliveryListener listener = decider.getIfAvailable(() -> {
				route.use(tiers.localHub(), "nobody decides", clock.instant());
				return new Unheard();
			});
			return LaneSet.of(
					new Lanes(machine.machine(), spool, delivered, route, tiers, new Tries(listener),
							WriteRequests::join, properties, refusals, clock, RandomGenerator.getDefault()),
					twin, requested, registry,
					expiry(properties, machine, pushgateway.getIfAvailable(), route, clock, registry));
		};
		Delivery delivery = new Delivery(spool, delivered, tiers, route, twin, lanes,
				properties.requestTimeout().multipliedBy(2));
		delivery.bindTo(registry);
		return delivery;
	}

	private static @Nullable PushgatewayExpiry expiry(DeliveryProperties properties, MachineProperties machine,
			@Nullable PushgatewayReceiver receiver, CurrentRoute route, InstantSource clock, MeterRegistry registry) {
		URI url = properties.pushgatewayUrl();
		return (url != null && receiver != null) ? new PushgatewayExpiry(new PushgatewayPaths(url, machine.machine()),
				receiver, route, clock, PushgatewayExpiry.Times.DEFAULT, properties.requestTimeout(), registry) : null;
	}

	/** Tells nobody. */
	static final class Unheard implements DeliveryListener {

		@Override
		public void ended(Tier tier, long startedAt, long endedAt, Result result) {
		}

		@Override
		public void overdue(Tier tier, long startedAt, long at) {
		}

		@Override
		public long doubtAfterNanos(Tier tier) {
			return Long.MAX_VALUE;
		}

	}

}
