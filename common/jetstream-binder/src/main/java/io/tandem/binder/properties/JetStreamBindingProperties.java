package io.tandem.binder.properties;

import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.cloud.stream.binder.BinderSpecificPropertiesProvider;

/** The settings of one binding. */
public class JetStreamBindingProperties implements BinderSpecificPropertiesProvider {

	/** Settings of an input. */
	@NestedConfigurationProperty
	private JetStreamConsumerProperties consumer = new JetStreamConsumerProperties();

	/** Settings of an output. */
	@NestedConfigurationProperty
	private JetStreamProducerProperties producer = new JetStreamProducerProperties();

	@Override
	public JetStreamConsumerProperties getConsumer() {
		return this.consumer;
	}

	public void setConsumer(JetStreamConsumerProperties consumer) {
		this.consumer = consumer;
	}

	@Override
	public JetStreamProducerProperties getProducer() {
		return this.producer;
	}

	public void setProducer(JetStreamProducerProperties producer) {
		this.producer = producer;
	}

}
