package io.tandem.failover.partition;

import io.micrometer.core.instrument.MeterRegistry;
import io.tandem.database.OpenDatabase;
import io.tandem.failover.history.EventStream;
import io.tandem.jetstream.NatsConnection;
import io.tandem.service.MachineProperties;
import io.tandem.wire.subject.Machine;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts together what judges the other machines. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PartitionProperties.class)
class PartitionConfiguration {

	private static final String LIVENESS = "/actuator/health/liveness";

	@Bean
	PartitionMeters partitionMeters(MachineProperties machine, MeterRegistry registry) {
		return new PartitionMeters(machine.self(), registry);
	}

	@Bean
	VerdictStore verdictStore(VerdictRows rows, PlatformTransactionManager transactions, JdbcTemplate jdbc,
			Clock clock) {
		return new VerdictStore(rows, new TransactionTemplate(transactions), new OpenDatabase(jdbc), clock);
	}

	@Bean
	VerdictLog verdictLog(MachineProperties machine, VerdictStore store, EventStream stream, PartitionMeters meters,
			Clock clock, PartitionProperties properties) {
		return new VerdictLog(machine.self(), store, stream, meters, clock, properties.retainFor(),
				properties.retainRows());
	}

	@Bean
	PartitionWatch partitionWatch(MachineProperties machine, PartitionProperties properties,
			ObjectProvider<NatsConnection> nats, Heartbeats heartbeats, VerdictLog log, PartitionMeters meters,
			Clock clock) {
		Map<String, Map<Sense, Eye>> eyes = new LinkedHashMap<>();
		Map<String, Target> pulses = new HashMap<>();
		properties.peers().forEach((name, peer) -> {
			if (!machine.peers().contains(name)) {
				throw new IllegalArgumentException("tandem.partition.peers must be among tandem.peers: " + name
						+ " is not one of " + machine.peers());
			}
			eyes.put(name, eyes(name, peer, properties, nats.getIfAvailable(), heartbeats));
			pulses.put(name, peer.target(peer.failoverPort()));
		});
		InetSocketAddress from = InetSocketAddress.createUnresolved(properties.address(), properties.pulsePort());
		return new PartitionWatch(eyes,
				(listener) -> new Pulses(machine.machine(), from, pulses, listener, meters, System::nanoTime), log,
				meters, clock, System::nanoTime);
	}

	private static Map<Sense, Eye> eyes(String name, PartitionProperties.Peer peer, PartitionProperties properties,
			@Nullable NatsConnection nats, Heartbeats heartbeats) {
		Map<Sense, Eye> eyes = new EnumMap<>(Sense.class);
		eyes.put(Sense.HUB, Eyes.http(peer.target(peer.hubPort()), LIVENESS));
		eyes.put(Sense.FAILOVER, Eyes.http(peer.target(peer.failoverPort()), LIVENESS));
		eyes.put(Sense.HEALTH_SYNC, Eyes.http(peer.target(peer.healthSyncPort()), LIVENESS));
		eyes.put(Sense.NATS, Eyes.tcp(peer.target(peer.natsPort())));
		eyes.put(Sense.PUSHGATEWAY, Eyes.tcp(peer.target(peer.pushgatewayPort())));
		if (nats != null) {
			eyes.put(Sense.LEAF_LINK, Eyes.mirror(nats, new Machine(name).viewsStream()));
		}
		eyes.put(Sense.HEARTBEAT, Eyes.heartbeat(() -> heartbeats.ageSeconds(name)));
		if (properties.witness() != null) {
			eyes.put(Sense.WITNESS, Eyes.tcp(Target.parse(properties.witness())));
		}
		eyes.put(Sense.INTERFACE, Eyes.networkInterface(properties.address()));
		return eyes;
	}

}
