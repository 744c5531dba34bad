package io.tandem.service;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Starts a service with the settings that all services share. They stand here and not in
 * an {@code application.yml}, because all services run from one class path: each has a
 * configuration file of its own name.
 */
public final class ServiceLauncher {

	private ServiceLauncher() {
	}

	/**
	 * Starts the service.
	 * @param name the service's name; also that of its configuration file,
	 * {@code <name>.yml} on the class path
	 */
	public static ConfigurableApplicationContext run(Class<?> application, String name, String... args) {
		return new SpringApplicationBuilder(application).web(WebApplicationType.SERVLET)
			.properties(defaults(name))
			.run(args);
	}

	/**
	 * Returns the shared settings, for tests that start a service in their own way.
	 * Anything may be overridden by the service's file, the environment or the command
	 * line.
	 */
	public static Map<String, Object> defaults(String name) {
		Map<String, Object> settings = new LinkedHashMap<>();
		settings.put("spring.config.name", name);
		settings.put("spring.application.name", name);
		settings.put("spring.main.banner-mode", "off");
		settings.put("spring.jmx.enabled", "false");
		settings.put("spring.jpa.open-in-view", "false");
		settings.put("spring.threads.virtual.enabled", "true");
		settings.put("spring.mvc.problemdetails.enabled", "true");
		// nobody takes forms with parts, and parsing them would swallow a pushed body
		settings.put("spring.servlet.multipart.enabled", "false");
		settings.put("spring.lifecycle.timeout-per-shutdown-phase", "10s");
		settings.put("server.address", "${TANDEM_ADDRESS:127.0.0.1}");
		settings.put("server.shutdown", "graceful");
		// senders keep their connections for days; the default closes them every 100
		// requests
		settings.put("server.tomcat.max-keep-alive-requests", "-1");
		settings.put("server.error.include-message", "never");
		settings.put("management.endpoints.web.exposure.include", "health,info,metrics,prometheus");
		settings.put("management.endpoint.health.probes.enabled", "true");
		settings.put("management.endpoint.health.show-details", "always");
		// which build answers, for whoever compares two machines
		settings.put("management.info.env.enabled", "true");
		settings.put("info.tandem.version", "${TANDEM_VERSION:unknown}");
		settings.put("management.health.diskspace.path", "${tandem.state-directory}");
		settings.put("management.metrics.tags.machine", "${tandem.machine}");
		settings.put("management.metrics.tags.service", name);
		settings.put("tandem.machine", "${TANDEM_MACHINE:mainpc}");
		settings.put("tandem.peers", "${TANDEM_PEERS:}");
		settings.put("tandem.fleet-file", "${TANDEM_FLEET:}");
		settings.put("tandem.state-directory", "${TANDEM_STATE:${java.io.tmpdir}/tandem}/" + name);
		settings.put("tandem.security.unprotected", "${TANDEM_UNPROTECTED:no}");
		settings.put("logging.pattern.console",
				"%d{yyyy-MM-dd'T'HH:mm:ss.SSSX,UTC} %5p [%15.15t] %-36.36logger{35} %m %kvp{DOUBLE}%n%ex");
		return settings;
	}

}
