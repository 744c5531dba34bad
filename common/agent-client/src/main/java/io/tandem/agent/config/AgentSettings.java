package io.tandem.agent.config;

import io.tandem.agent.push.PushTargets;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Settings that fit together. Immutable.
 *
 * @param health the health-sync-service's address
 */
record AgentSettings(String name, String machine, PushTargets targets, URI health) {

	private static final Pattern NAME = Pattern.compile("(?=.{1,64}$)[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");

	private static final Pattern MACHINE = Pattern.compile("[a-z0-9-]{1,32}");

	private static final Duration SHORTEST_STEP = Duration.ofSeconds(1);

	private static final long SMALLEST_BUFFER = 64 << 10;

	/**
	 * Checks the settings.
	 * @param applicationName the name where none is set
	 * @throws InvalidAgentSettingsException if any is wrong, naming all that are
	 */
	static AgentSettings of(AgentProperties properties, @Nullable String applicationName) {
		Check check = new Check();
		String name = (properties.name() != null) ? properties.name() : applicationName;
		check.matches("name", name, NAME, "as the agent is called in the fleet file");
		check.matches("machine", properties.machine(), MACHINE, "as the machine is called in the fleet file");
		URI gateway = check.uri("gateway-url", properties.gatewayUrl());
		String hubUrl = properties.hubUrl();
		URI hub = (hubUrl == null || hubUrl.isBlank()) ? null : check.uri("hub-url", hubUrl);
		List<URI> peers = new ArrayList<>();
		for (int i = 0; i < properties.peerHubUrls().size(); i++) {
			peers.add(check.uri("peer-hub-urls[" + i + "]", properties.peerHubUrls().get(i)));
		}
		check.readable("token-file", properties.tokenFile());
		check.readable("ca-file", properties.caFile());
		check.atLeast("step", properties.step(), SHORTEST_STEP);
		check.atLeast("connect-timeout", properties.connectTimeout(), Duration.ofMillis(1));
		check.atLeast("request-timeout", properties.requestTimeout(), Duration.ofMillis(1));
		check.atLeast("close-timeout", properties.closeTimeout(), Duration.ofMillis(1));
		if (properties.requestTimeout().compareTo(properties.step()) > 0) {
			check.fault("request-timeout",
					"must not be longer than step=" + properties.step() + ": " + properties.requestTimeout());
		}
		if (properties.buffer().toBytes() < SMALLEST_BUFFER) {
			check.fault("buffer", "must be at least 64KB: " + properties.buffer());
		}
		URI health = check.uri("health.url", properties.health().url());
		check.atLeast("health.interval", properties.health().interval(), SHORTEST_STEP);
		check.atLeast("health.check-interval", properties.health().checkInterval(), SHORTEST_STEP);
		check.throwIfAny();
		return new AgentSettings(Objects.requireNonNull(name), Objects.requireNonNull(properties.machine()),
				new PushTargets(gateway, hub, peers), health);
	}

	/** Collects faults. Confined to one check. */
	private static final class Check {

		private static final URI NOWHERE = URI.create("http://invalid");

		private final List<String> faults = new ArrayList<>();

		void fault(String setting, String problem) {
			this.faults.add("tandem.agent." + setting + ": " + problem);
		}

		void matches(String setting, @Nullable String value, Pattern pattern, String meaning) {
			if (value == null) {
				fault(setting, "is missing, set it " + meaning);
			}
			else if (!pattern.matcher(value).matches()) {
				fault(setting, "must match " + pattern + ", " + meaning + ": '" + value + "'");
			}
		}

		URI uri(String setting, String value) {
			try {
				URI uri = URI.create(value);
				boolean isBase = uri.getPath() == null || uri.getPath().isEmpty() || uri.getPath().equals("/");
				if (uri.getHost() != null && isBase && uri.getQuery() == null
						&& Set.of("http", "https").contains(String.valueOf(uri.getScheme()))) {
					return uri;
				}
			}
			catch (IllegalArgumentException ex) {
				// said below
			}
			fault(setting, "must be an http address without a path, as http://127.0.0.1:9200: '" + value + "'");
			return NOWHERE;
		}

		void readable(String setting, @Nullable Path file) {
			if (file != null && !Files.isReadable(file)) {
				fault(setting, "is no file that can be read: '" + file + "'");
			}
		}

		void atLeast(String setting, Duration value, Duration least) {
			if (value.compareTo(least) < 0) {
				fault(setting, "must be at least " + least + ": " + value);
			}
		}

		void throwIfAny() {
			if (!this.faults.isEmpty()) {
				throw new InvalidAgentSettingsException(this.faults);
			}
		}

	}

}
