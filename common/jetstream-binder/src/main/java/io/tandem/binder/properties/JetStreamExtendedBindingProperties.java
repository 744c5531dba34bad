package io.tandem.binder.properties;

import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.cloud.stream.binder.AbstractExtendedBindingProperties;
import org.springframework.cloud.stream.binder.BinderSpecificPropertiesProvider;

/** The settings of all bindings, by binding name. */
@ConfigurationProperties("spring.cloud.stream.jetstream")
public class JetStreamExtendedBindingProperties extends
		AbstractExtendedBindingProperties<JetStreamConsumerProperties, JetStreamProducerProperties, JetStreamBindingProperties> {

	/** Where settings for all bindings stand. */
	public static final String DEFAULTS_PREFIX = "spring.cloud.stream.jetstream.default";

	/** Where settings for single bindings stand. */
	public static final String BINDINGS_PREFIX = "spring.cloud.stream.jetstream.bindings";

	@Override
	public String getDefaultsPrefix() {
		return DEFAULTS_PREFIX;
	}

	@Override
	public Map<String, JetStreamBindingProperties> getBindings() {
		return doGetBindings();
	}

	@Override
	public Class<? extends BinderSpecificPropertiesProvider> getExtendedPropertiesEntryClass() {
		return JetStreamBindingProperties.class;
	}

}
