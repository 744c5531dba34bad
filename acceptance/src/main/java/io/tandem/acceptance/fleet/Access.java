package io.tandem.acceptance.fleet;

import io.tandem.agent.push.HttpCall;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the system under test is reached: openly, or with the secrets that the environment
 * names ({@code TANDEM_SECURITY_FOLDER}, {@code TANDEM_SECRETS}), as people and agents
 * do. Holds no state.
 */
public final class Access {

	private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

	private Access() {
	}

	/** Returns a client for what agents send. */
	public static HttpClient agent() {
		return client("agent");
	}

	/** Returns a client for what people read. */
	public static HttpClient viewer() {
		return client("viewer");
	}

	/** Returns a client for what people change. */
	public static HttpClient operator() {
		return client("operator");
	}

	/** Returns {@code https} with secrets, else {@code http}. */
	static String scheme() {
		return (folder() != null) ? "https" : "http";
	}

	private static HttpClient client(String role) {
		String folder = folder();
		if (folder == null) {
			return HttpCall.client(CONNECT_TIMEOUT);
		}
		return HttpCall.client(CONNECT_TIMEOUT, Path.of(System.getenv("TANDEM_SECRETS"), "clients", role + ".token"),
				Path.of(folder, "ca.crt"));
	}

	private static @Nullable String folder() {
		String folder = System.getenv("TANDEM_SECURITY_FOLDER");
		return (folder == null || folder.isBlank()) ? null : folder;
	}

}
