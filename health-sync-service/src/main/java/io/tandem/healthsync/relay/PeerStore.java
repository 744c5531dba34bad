package io.tandem.healthsync.relay;

import io.tandem.service.security.ServiceHttp;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Posts reports to another machine's health-sync-service. Thread-safe. */
final class PeerStore implements AutoCloseable {

	private static final JsonMapper JSON = JsonMapper.shared();

	private final HttpClient http;

	private final Duration patience;

	/**
	 * @param connect how long a connection may take
	 * @param patience how long all of it may take
	 */
	PeerStore(Duration connect, Duration patience, ServiceHttp http) {
		this.http = http.open(HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_1_1)
			.connectTimeout(connect)
			.executor(Executors.newVirtualThreadPerTaskExecutor()));
		this.patience = patience;
	}

	/**
	 * Posts one report and waits for the answer; never throws for a peer that is away.
	 */
	Answer post(URI address, byte[] json) {
		CompletableFuture<HttpResponse<byte[]>> call = this.http.sendAsync(HttpRequest.newBuilder(address)
			.timeout(this.patience)
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofByteArray(json))
			.build(), BodyHandlers.ofByteArray());
		try {
			// the request's own time-out ends with the headers
			return answer(call.get(this.patience.toNanos(), TimeUnit.NANOSECONDS));
		}
		catch (TimeoutException ex) {
			return new Answer.Refused("no answer in time");
		}
		catch (ExecutionException ex) {
			return new Answer.Refused(Objects.requireNonNullElse(ex.getCause(), ex).getClass().getSimpleName());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return new Answer.Refused("interrupted");
		}
		finally {
			call.cancel(true);
		}
	}

	private static Answer answer(HttpResponse<byte[]> response) {
		if (response.statusCode() != 200) {
			return new Answer.Refused("status " + response.statusCode());
		}
		try {
			JsonNode stored = JSON.readTree(response.body());
			String stream = stored.path("stream").asString("");
			return stream.isEmpty() ? new Answer.Refused("not an answer of health-sync")
					: new Answer.Stored(stream, stored.path("sequence").asLong(0));
		}
		catch (JacksonException ex) {
			return new Answer.Refused("not an answer of health-sync");
		}
	}

	@Override
	public void close() {
		this.http.shutdownNow();
	}

	/** What another machine said. */
	sealed interface Answer {

		/** Its stream has the report. */
		record Stored(String stream, long sequence) implements Answer {
		}

		/** It is not known to have it. */
		record Refused(String reason) implements Answer {
		}

	}

}
