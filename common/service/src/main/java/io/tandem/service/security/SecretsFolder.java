package io.tandem.service.security;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Finds what a service needs in the machine's folder of secrets, which
 * {@code tandem.security.folder} names. Whatever is set by itself comes first.
 */
public class SecretsFolder implements EnvironmentPostProcessor {

	private static final String NAME = "secretsFolder";

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		String folder = environment.getProperty("tandem.security.folder", "");
		if (folder.isBlank()) {
			return;
		}
		String program = switch (environment.getProperty("spring.application.name", "")) {
			case "central-hub", "edge-hub" -> "hub";
			case String other -> other;
		};
		Path at = Path.of(folder);
		Map<String, Object> found = new LinkedHashMap<>();
		found.put("tandem.security.tokens-file", at.resolve("tokens.json").toString());
		found.put("tandem.security.token-file", at.resolve(program + ".token").toString());
		Path login = at.resolve("nats-" + program + ".login");
		if (Files.exists(login)) {
			found.put("tandem.jetstream.login-file", login.toString());
		}
		if (Files.exists(at.resolve("machine.key"))) {
			found.put("spring.ssl.bundle.pem.tandem.keystore.certificate", file(at, "machine.crt"));
			found.put("spring.ssl.bundle.pem.tandem.keystore.private-key", file(at, "machine.key"));
			found.put("spring.ssl.bundle.pem.tandem.truststore.certificate", file(at, "ca.crt"));
			found.put("spring.ssl.bundle.pem.tandem.reload-on-update", "true");
			found.put("server.ssl.bundle", "tandem");
		}
		environment.getPropertySources().addLast(new MapPropertySource(NAME, found));
	}

	private static String file(Path folder, String name) {
		return "file:" + folder.resolve(name).toAbsolutePath();
	}

}
