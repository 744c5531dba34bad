package io.tandem.jetstream;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;

/**
 * Keeps nats-spring's auto-configuration out. Its properties are used, but its connection
 * logs the password and fails the start while NATS is down.
 */
class NatsSpringExclusion implements AutoConfigurationImportFilter {

	private static final String EXCLUDED = "io.nats.spring.boot.autoconfigure.NatsAutoConfiguration";

	@Override
	public boolean[] match(@Nullable String[] candidates, AutoConfigurationMetadata metadata) {
		boolean[] kept = new boolean[candidates.length];
		for (int index = 0; index < candidates.length; index++) {
			kept[index] = !EXCLUDED.equals(candidates[index]);
		}
		return kept;
	}

}
