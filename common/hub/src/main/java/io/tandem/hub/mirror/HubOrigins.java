package io.tandem.hub.mirror;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Asks the hubs of the machines: the brokers' link carries no questions. Thread-safe. */
final class HubOrigins implements Origins {

	private static final Duration PATIENCE = Duration.ofSeconds(2);

	private final HttpClient client;

	private final Map<String, URI> hubs;

	/**
	 * @param hubs by the machine's name, for example {@code http://10.0.0.2:9100}
	 */
	HubOrigins(HttpClient client, Map<String, URI> hubs) {
		this.client = client;
		this.hubs = hubs;
	}

	@Override
	public Map<String, StreamEnd> ends(String machine, Map<String, Long> sequences)
			throws IOException, InterruptedException {
		URI hub = this.hubs.get(machine);
		if (hub == null) {
			throw new IOException("the address of its hub is not set");
		}
		String query = sequences.entrySet()
			.stream()
			.map((stream) -> "at=" + stream.getKey() + ":" + stream.getValue())
			.collect(Collectors.joining("&"));
		HttpResponse<byte[]> answer = this.client.send(
				HttpRequest.newBuilder(hub.resolve("/api/v1/streams?" + query)).timeout(PATIENCE).build(),
				BodyHandlers.ofByteArray());
		if (answer.statusCode() != 200) {
			throw new IOException("its hub answers HTTP " + answer.statusCode());
		}
		try {
			return Arrays.stream(JsonMapper.shared().readValue(answer.body(), StreamEnd[].class))
				.collect(Collectors.toMap(StreamEnd::stream, Function.identity()));
		}
		catch (JacksonException ex) {
			throw new IOException("its hub answers something else: " + ex.getOriginalMessage(), ex);
		}
	}

}
