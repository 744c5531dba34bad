package io.tandem.binder.provisioning;

import io.tandem.binder.properties.JetStreamConsumerProperties;
import io.tandem.binder.properties.JetStreamProducerProperties;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.stream.binder.ExtendedConsumerProperties;
import org.springframework.cloud.stream.binder.ExtendedProducerProperties;
import org.springframework.cloud.stream.provisioning.ConsumerDestination;
import org.springframework.cloud.stream.provisioning.ProducerDestination;
import org.springframework.cloud.stream.provisioning.ProvisioningException;
import org.springframework.cloud.stream.provisioning.ProvisioningProvider;

/**
 * Checks what can be checked without a server, so that a binding that can never work
 * fails at the start. Streams are made later, when there is a connection, by
 * {@link Streams}. Immutable.
 */
public class JetStreamProvisioner implements
		ProvisioningProvider<ExtendedConsumerProperties<JetStreamConsumerProperties>, ExtendedProducerProperties<JetStreamProducerProperties>> {

	@Override
	public ProducerDestination provisionProducerDestination(String name,
			ExtendedProducerProperties<JetStreamProducerProperties> properties) {
		if (properties.isPartitioned()) {
			throw new ProvisioningException("Partitions are not supported: destination=" + name);
		}
		return new JetStreamDestination(name);
	}

	@Override
	public ConsumerDestination provisionConsumerDestination(String name, @Nullable String group,
			ExtendedConsumerProperties<JetStreamConsumerProperties> properties) {
		if (properties.isPartitioned()) {
			throw new ProvisioningException("Partitions are not supported: destination=" + name);
		}
		JetStreamConsumerProperties settings = properties.getExtension();
		try {
			settings.validate();
		}
		catch (IllegalArgumentException ex) {
			throw new ProvisioningException(ex.getMessage() + " destination=" + name, ex);
		}
		String durable = (settings.getDurable() != null) ? settings.getDurable() : group;
		if (durable != null && !durable.matches("[A-Za-z0-9_-]*")) {
			throw new ProvisioningException("A group names a durable consumer, which has letters, digits, - and _ only;"
					+ " set another group, or durable: destination=" + name + " durable=" + durable);
		}
		return new JetStreamDestination(name.trim());
	}

}
