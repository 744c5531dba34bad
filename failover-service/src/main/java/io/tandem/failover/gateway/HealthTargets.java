package io.tandem.failover.gateway;

import io.tandem.service.security.ServiceHttp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Takes a health report to the machine's own health-sync-service, and if that does not
 * take it to another machine's. Thread-safe.
 */
final class HealthTargets implements AutoCloseable {

	private static final int SERVER_ERROR = 500;

	private final HttpClient client;

	private final HealthProperties properties;

	/** By the machine that stores it, the own one first. */
	private final Map<String, URI> targets = new LinkedHashMap<>();

	HealthTargets(HealthProperties properties, String machine, ServiceHttp http) {
		this.properties = properties;
		this.client = http.open(HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_1_1)
			.followRedirects(HttpClient.Redirect.NEVER)
			.connectTimeout(properties.connectTimeout()));
		this.targets.put(machine, properties.url().resolve("/api/v1/health"));
		new TreeMap<>(properties.peerUrls())
			.forEach((peer, url) -> this.targets.put(peer, url.resolve("/api/v1/health/relayed/" + machine)));
	}

	/**
	 * Returns the first answer that says yes or no to the report itself, or null if
	 * nobody can take it now.
	 * @param outcomes is told what each machine that was asked did
	 */
	@Nullable Answer send(byte[] body, Outcomes outcomes) throws InterruptedException {
		for (Map.Entry<String, URI> target : this.targets.entrySet()) {
			try {
				HttpResponse<byte[]> response = this.client.send(request(target.getValue(), body),
						BodyHandlers.ofByteArray());
				if (response.statusCode() < SERVER_ERROR) {
					outcomes.tell(target.getKey(), (response.statusCode() / 100 == 2) ? "taken" : "refused");
					return new Answer(response.statusCode(), response.headers().firstValue("Content-Type").orElse(null),
							response.body());
				}
				outcomes.tell(target.getKey(), "status " + response.statusCode());
			}
			catch (IOException ex) {
				outcomes.tell(target.getKey(), ex.getClass().getSimpleName());
			}
		}
		return null;
	}

	private HttpRequest request(URI url, byte[] body) {
		return HttpRequest.newBuilder(url)
			.timeout(this.properties.timeout())
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofByteArray(body))
			.build();
	}

	@Override
	public void close() {
		this.client.shutdownNow();
	}

	/** Is told what became of a try. */
	@FunctionalInterface
	interface Outcomes {

		/**
		 * @param what {@code taken}, {@code refused}, or why it could not be asked
		 */
		void tell(String machine, String what);

	}

	/** What a health-sync-service said. */
	record Answer(int status, @Nullable String contentType, byte[] body) {
	}

}
