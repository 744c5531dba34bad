package io.tandem.binder.config;

import io.tandem.binder.JetStreamHeaders;
import io.tandem.binder.properties.JetStreamExtendedBindingProperties;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.cloud.function.context.config.MessageConverterHelper;
import org.springframework.cloud.stream.config.BindingHandlerAdvise;
import org.springframework.context.annotation.Bean;
import org.springframework.messaging.Message;

/** What the binder adds to the application's own context. */
@AutoConfiguration
public class JetStreamBinderAutoConfiguration {

	/**
	 * Makes {@code spring.cloud.stream.jetstream.default.*} hold for every binding.
	 */
	@Bean
	BindingHandlerAdvise.MappingsProvider jetStreamDefaultsMapping() {
		return () -> Map.of(ConfigurationPropertyName.of(JetStreamExtendedBindingProperties.BINDINGS_PREFIX),
				ConfigurationPropertyName.of(JetStreamExtendedBindingProperties.DEFAULTS_PREFIX));
	}

	/**
	 * Makes a message that cannot be converted fail. Without it, batch elements that are
	 * not what the handler expects are left out of its list, and the batch is
	 * acknowledged.
	 */
	@Bean
	MessageConverterHelper jetStreamConversionFailure() {
		return new MessageConverterHelper() {

			@Override
			public boolean shouldFailIfCantConvert(Message<?> message, @Nullable Throwable cause) {
				boolean ours = message.getHeaders().containsKey(JetStreamHeaders.STREAM);
				// a cause means that one converter failed; for a single message others
				// follow
				return ours && (cause == null || message.getPayload() instanceof Collection<?>);
			}

		};
	}

}
