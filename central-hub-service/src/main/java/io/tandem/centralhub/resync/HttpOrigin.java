package io.tandem.centralhub.resync;

import io.tandem.wire.backfill.BackfillAnswer;
import io.tandem.wire.backfill.BackfillRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks a gateway by its REST interface. Thread-safe. */
final class HttpOrigin implements Origin {

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private final HttpClient client;

	private final URI base;

	/**
	 * @param base the gateway's, for example {@code http://10.0.0.2:9200}
	 */
	HttpOrigin(HttpClient client, URI base) {
		this.client = client;
		this.base = base;
	}

	@Override
	public Holding holding() throws IOException, InterruptedException {
		JsonNode spool = json(send(request("/api/v1/spool").GET().build(), 200));
		if (!spool.path("epoch").isString() || !spool.path("delivered").isIntegralNumber()) {
			throw new IOException("not a spool's state: " + this.base);
		}
		return new Holding(spool.path("epoch").asString(), spool.path("delivered").asLong());
	}

	@Override
	public BackfillAnswer request(BackfillRequest request) throws IOException, InterruptedException {
		byte[] answer = send(request("/api/v1/backfill").header("Content-Type", "application/json")
			.POST(BodyPublishers.ofByteArray(request.bytes()))
			.build(), 202);
		try {
			return BackfillAnswer.parse(answer);
		}
		catch (IllegalArgumentException ex) {
			throw new IOException(ex.getMessage(), ex);
		}
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(this.base.resolve(path)).timeout(PATIENCE);
	}

	private byte[] send(HttpRequest request, int expected) throws IOException, InterruptedException {
		HttpResponse<byte[]> response = this.client.send(request, BodyHandlers.ofByteArray());
		if (response.statusCode() != expected) {
			throw new IOException("HTTP " + response.statusCode() + " of " + request.uri());
		}
		return response.body();
	}

	private static JsonNode json(byte[] body) throws IOException {
		try {
			return JsonMapper.shared().readTree(body);
		}
		catch (JacksonException ex) {
			throw new IOException("not JSON: " + ex.getOriginalMessage(), ex);
		}
	}

}
