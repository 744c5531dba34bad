package io.tandem.centralhub.sink;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.core.convert.ConversionService;

/** Makes settings as the service would, with short pauses. */
final class SinkSettings {

	private SinkSettings() {
	}

	static SinkProperties of(URI url, String... settings) {
		Map<String, String> values = new HashMap<>(Map.of("s.url", url.toString(), "s.first-backoff", "1ms",
				"s.max-backoff", "5ms", "s.in-progress-interval", "20ms", "s.linger", "1ms"));
		for (int i = 0; i < settings.length; i += 2) {
			values.put("s." + settings[i], settings[i + 1]);
		}
		try {
			return new Binder(List.of(new MapConfigurationPropertySource(values)), null,
					(ConversionService) ApplicationConversionService.getSharedInstance())
				.bindOrCreate("s", SinkProperties.class);
		}
		catch (BindException ex) {
			if (root(ex) instanceof IllegalArgumentException cause) {
				throw cause;
			}
			throw ex;
		}
	}

	private static Throwable root(Throwable thrown) {
		return (thrown.getCause() != null) ? root(thrown.getCause()) : thrown;
	}

}
