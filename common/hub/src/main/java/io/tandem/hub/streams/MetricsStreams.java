package io.tandem.hub.streams;

import io.tandem.jetstream.StreamSpec;
import io.tandem.service.MachineProperties;
import io.tandem.wire.subject.Machine;
import java.util.List;
import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Registers one {@link StreamSpec} bean for the machine's own metrics stream and one for
 * the mirror of each peer's. A registrar, because how many there are depends on
 * {@code tandem.peers}.
 */
public class MetricsStreams implements BeanRegistrar {

	@Override
	public void register(BeanRegistry registry, Environment environment) {
		registry.registerBean("ownMetricsStream", StreamSpec.class, (bean) -> bean.supplier(
				(context) -> own(context.bean(MachineProperties.class).self(), context.bean(StreamsProperties.class))));
		for (String peer : peers(environment)) {
			Machine machine = new Machine(peer);
			registry.registerBean("mirroredMetricsStream-" + peer, StreamSpec.class,
					(bean) -> bean.supplier((context) -> mirror(machine, context.bean(StreamsProperties.class))));
		}
	}

	/** Returns the stream that only the machine itself writes. */
	static StreamSpec own(Machine self, StreamsProperties properties) {
		String subject = self.metricsSubject();
		return StreamSpec.origin(self.metricsStream(), List.of(subject, subject + ".>"), properties.maxAge(),
				properties.maxBytes().toBytes());
	}

	/** Returns this machine's copy of the peer's stream. */
	static StreamSpec mirror(Machine peer, StreamsProperties properties) {
		return StreamSpec.mirror(peer.metricsStream(), peer.name(), properties.maxAge(),
				properties.mirrorMaxBytes().toBytes());
	}

	private static List<String> peers(Environment environment) {
		return Binder.get(environment)
			.bind("tandem.peers", Bindable.listOf(String.class))
			.orElse(List.of())
			.stream()
			.filter((peer) -> !peer.isBlank())
			.toList();
	}

}
