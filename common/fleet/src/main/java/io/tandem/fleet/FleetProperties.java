package io.tandem.fleet;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the fleet file is.
 *
 * @param fleetFile its path; without it nothing is known of any agent
 * @param fleetCheckInterval between two looks for a change of it
 */
@ConfigurationProperties("tandem")
record FleetProperties(@Nullable String fleetFile, @DefaultValue("5s") Duration fleetCheckInterval) {

	@Nullable Path file() {
		return (this.fleetFile == null || this.fleetFile.isBlank()) ? null : Path.of(this.fleetFile);
	}

}
