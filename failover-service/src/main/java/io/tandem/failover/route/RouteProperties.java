package io.tandem.failover.route;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where desired routes come from, and how agents are told of theirs.
 *
 * @param centre the machine that writes the bucket; null or empty if none does, and then
 * every agent goes by Tandem
 * @param runtime what runs the agents that read environment files
 * @param environmentDirectory holds {@code AGENT.env} of each such agent; null for none
 * @param supervisorConfig of the supervisor; null for its own default
 * @param restartWithin how long a graceful restart may take
 * @param maxBytes limit of the bucket
 */
@ConfigurationProperties("tandem.route")
record RouteProperties(@Nullable String centre, @DefaultValue("none") Runtime runtime,
		@Nullable Path environmentDirectory, @Nullable Path supervisorConfig,
		@DefaultValue("60s") Duration restartWithin, @DefaultValue("16777216") long maxBytes) {

	RouteProperties {
		centre = (centre == null || centre.isBlank()) ? null : centre;
		environmentDirectory = isBlank(environmentDirectory) ? null : environmentDirectory;
		supervisorConfig = isBlank(supervisorConfig) ? null : supervisorConfig;
	}

	private static boolean isBlank(@Nullable Path path) {
		return path == null || path.toString().isBlank();
	}

	/** What restarts an agent. */
	enum Runtime {

		/** Nothing: it sees the new file when it starts the next time. */
		NONE,
		/** Supervisor. */
		SUPERVISOR,
		/** Docker. */
		DOCKER;

		/** Returns the command that restarts an agent gracefully; empty for none. */
		List<String> restart(String agent, RouteProperties properties) {
			return switch (this) {
				case NONE -> List.of();
				case SUPERVISOR -> (properties.supervisorConfig() != null)
						? List.of("supervisorctl", "-c", properties.supervisorConfig().toString(), "restart", agent)
						: List.of("supervisorctl", "restart", agent);
				case DOCKER -> List.of("docker", "restart", "--time",
						Long.toString(Math.max(1, properties.restartWithin().toSeconds() / 2)), agent);
			};
		}

	}

}
