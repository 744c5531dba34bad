package io.tandem.binder;

import io.tandem.binder.properties.JetStreamConsumerProperties;
import io.tandem.binder.properties.JetStreamExtendedBindingProperties;
import io.tandem.binder.properties.JetStreamProducerProperties;
import io.tandem.binder.provisioning.JetStreamDestination;
import io.tandem.binder.provisioning.JetStreamProvisioner;
import io.tandem.jetstream.StreamPublisher;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.stream.binder.AbstractMessageChannelBinder;
import org.springframework.cloud.stream.binder.BinderSpecificPropertiesProvider;
import org.springframework.cloud.stream.binder.ExtendedConsumerProperties;
import org.springframework.cloud.stream.binder.ExtendedProducerProperties;
import org.springframework.cloud.stream.binder.ExtendedPropertiesBinder;
import org.springframework.cloud.stream.config.BindingServiceProperties;
import org.springframework.cloud.stream.provisioning.ConsumerDestination;
import org.springframework.cloud.stream.provisioning.ProducerDestination;
import org.springframework.integration.core.MessageProducer;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageHandler;
import org.springframework.util.StringUtils;

/** Binds channels to JetStream; the package's description says how. Thread-safe. */
public class JetStreamBinder extends
		AbstractMessageChannelBinder<ExtendedConsumerProperties<JetStreamConsumerProperties>, ExtendedProducerProperties<JetStreamProducerProperties>, JetStreamProvisioner>
		implements ExtendedPropertiesBinder<MessageChannel, JetStreamConsumerProperties, JetStreamProducerProperties> {

	private final Bindings bindings;

	private final StreamPublisher publisher;

	private final BinderMeters meters;

	private final InstantSource clock;

	private final JetStreamExtendedBindingProperties extensions;

	private final List<StartPositions> positions;

	public JetStreamBinder(JetStreamProvisioner provisioner, Bindings bindings, StreamPublisher publisher,
			BinderMeters meters, InstantSource clock, JetStreamExtendedBindingProperties extensions,
			List<StartPositions> positions) {
		super(null, provisioner);
		this.bindings = bindings;
		this.publisher = publisher;
		this.meters = meters;
		this.clock = clock;
		this.extensions = extensions;
		this.positions = List.copyOf(positions);
	}

	@Override
	protected MessageHandler createProducerMessageHandler(ProducerDestination destination,
			ExtendedProducerProperties<JetStreamProducerProperties> properties, @Nullable MessageChannel errorChannel) {
		JetStreamOutbound outbound = new JetStreamOutbound(nameOf(properties.getBindingName(), destination.getName()),
				new JetStreamDestination(destination.getName()), properties.getExtension(), this.bindings.connection(),
				this.publisher, this.meters, errorChannel);
		outbound.setBeanFactory(getBeanFactory());
		return outbound;
	}

	@Override
	protected MessageProducer createConsumerEndpoint(ConsumerDestination destination, @Nullable String group,
			ExtendedConsumerProperties<JetStreamConsumerProperties> properties) {
		JetStreamConsumerProperties extension = properties.getExtension();
		boolean shared = StringUtils.hasText(group);
		String durable = shared ? ((extension.getDurable() != null) ? extension.getDurable() : group) : null;
		InboundSettings settings = new InboundSettings(nameOf(properties.getBindingName(), destination.getName()),
				new JetStreamDestination(destination.getName()), durable,
				shared ? Math.max(1, properties.getConcurrency()) : 1, properties.isBatchMode(), extension);
		MessageChannel failures = failures(destination, group, properties);
		JetStreamInbound inbound = shared
				? new DurableInbound(settings, this.bindings, this.meters, failures, this.clock) : new ReplayInbound(
						settings, this.bindings, this.meters, failures, positions(settings.binding()), this.clock);
		inbound.setBeanFactory(getBeanFactory());
		inbound.setApplicationContext(getApplicationContext());
		return inbound;
	}

	/**
	 * Returns the binding's error channel if the application has named an error handler.
	 * Nobody else is told, or the global error channel would log each failure once more.
	 */
	private @Nullable MessageChannel failures(ConsumerDestination destination, @Nullable String group,
			ExtendedConsumerProperties<JetStreamConsumerProperties> properties) {
		BindingServiceProperties all = getBindingServiceProperties();
		String binding = properties.getBindingName();
		if (all == null || binding == null
				|| !StringUtils.hasText(all.getBindingProperties(binding).getErrorHandlerDefinition())) {
			return null;
		}
		String channel = errorsBaseName(destination, group, properties);
		if (getApplicationContext().containsBean(channel)) {
			// a binding of several destinations has one channel for all of them
			return getApplicationContext().getBean(channel, MessageChannel.class);
		}
		return registerErrorInfrastructure(destination, group, properties).getErrorChannel();
	}

	private @Nullable StartPositions positions(String binding) {
		List<StartPositions> named = this.positions.stream()
			.filter((candidate) -> candidate.binding().equals(binding))
			.toList();
		if (named.size() > 1) {
			throw new IllegalStateException(
					"a binding has one StartPositions at most: binding=" + binding + " positions=" + named.size());
		}
		return named.isEmpty() ? null : named.getFirst();
	}

	private static String nameOf(@Nullable String binding, String destination) {
		return StringUtils.hasText(binding) ? binding : destination;
	}

	@Override
	protected Map<String, Object> doGetAdditionalConfigurationProperties(String name) {
		return Map.of();
	}

	@Override
	public JetStreamConsumerProperties getExtendedConsumerProperties(String binding) {
		return this.extensions.getExtendedConsumerProperties(binding);
	}

	@Override
	public JetStreamProducerProperties getExtendedProducerProperties(String binding) {
		return this.extensions.getExtendedProducerProperties(binding);
	}

	@Override
	public String getDefaultsPrefix() {
		return this.extensions.getDefaultsPrefix();
	}

	@Override
	public Class<? extends BinderSpecificPropertiesProvider> getExtendedPropertiesEntryClass() {
		return this.extensions.getExtendedPropertiesEntryClass();
	}

}
