package io.tandem.healthsync.reconciliation;

import io.tandem.service.security.ServiceHttp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Asks another machine's health-sync-service for its own history. Thread-safe. */
final class PeerHistory implements AutoCloseable {

	private static final JsonMapper JSON = JsonMapper.shared();

	/** A page of the largest reports there can be. */
	private static final long MOST_BYTES = 16L << 20;

	private final HttpClient http;

	private final Duration patience;

	/**
	 * @param patience how long one answer may take
	 */
	PeerHistory(Duration patience, ServiceHttp http) {
		this.http = http.open(HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_1_1)
			.connectTimeout(patience)
			.executor(Executors.newVirtualThreadPerTaskExecutor()));
		this.patience = patience;
	}

	/**
	 * @throws IOException if the machine does not answer, or not with that
	 */
	OriginMinutes minutes(URI url, String origin, Instant from, Instant to) throws IOException {
		return ask(url.resolve("/api/v1/reconciliation/" + origin + "/minutes?from=" + from + "&to=" + to),
				OriginMinutes.class);
	}

	/**
	 * @throws IOException if the machine does not answer, or not with that
	 */
	OriginEvents events(URI url, String origin, Instant minute, int offset, int limit) throws IOException {
		return ask(url.resolve("/api/v1/reconciliation/" + origin + "/minutes/" + minute + "/events?offset=" + offset
				+ "&limit=" + limit), OriginEvents.class);
	}

	private <T> T ask(URI address, Class<T> type) throws IOException {
		CompletableFuture<HttpResponse<byte[]>> call = this.http.sendAsync(
				HttpRequest.newBuilder(address).timeout(this.patience).build(),
				BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_BYTES));
		try {
			// the request's own time-out ends with the headers
			HttpResponse<byte[]> response = call.get(this.patience.toNanos(), TimeUnit.NANOSECONDS);
			if (response.statusCode() != 200) {
				throw new IOException("status " + response.statusCode());
			}
			return JSON.readValue(response.body(), type);
		}
		catch (JacksonException ex) {
			throw new IOException("not an answer of health-sync", ex);
		}
		catch (TimeoutException ex) {
			throw new IOException("no answer in time", ex);
		}
		catch (ExecutionException ex) {
			throw new IOException(Objects.requireNonNullElse(ex.getCause(), ex).getClass().getSimpleName(), ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("interrupted", ex);
		}
		finally {
			call.cancel(true);
		}
	}

	@Override
	public void close() {
		this.http.shutdownNow();
	}

}
