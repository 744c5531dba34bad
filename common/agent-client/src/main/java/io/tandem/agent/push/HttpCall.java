package io.tandem.agent.push;

import io.tandem.http.BearerToken;
import io.tandem.http.FleetTrust;
import io.tandem.http.IdentifiedHttpClient;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One HTTP request with an end: answer and body come in time, or it is given up. */
public final class HttpCall {

	private static final int MAX_ANSWER_BYTES = 16 << 10;

	private HttpCall() {
	}

	/**
	 * Returns a client as this needs it: HTTP/1.1, no redirects, no threads when idle.
	 */
	public static HttpClient client(Duration connectTimeout) {
		return client(connectTimeout, null, null);
	}

	/**
	 * Returns one that sends a token and trusts the fleet's CA.
	 * @param tokenFile read again when it changes; null for none
	 * @param caFile the certificate of the CA; null to trust whom the JDK trusts
	 * @throws IllegalArgumentException if a file cannot be read, naming it
	 */
	public static HttpClient client(Duration connectTimeout, @Nullable Path tokenFile, @Nullable Path caFile) {
		HttpClient.Builder builder = HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_1_1)
			.followRedirects(HttpClient.Redirect.NEVER)
			.connectTimeout(connectTimeout)
			.executor(Executors.newVirtualThreadPerTaskExecutor());
		try {
			if (caFile != null) {
				builder.sslContext(FleetTrust.of(caFile));
			}
			if (tokenFile == null) {
				return builder.build();
			}
			BearerToken token = new BearerToken(tokenFile);
			// a wrong setting is told at the start, not with each push
			token.header();
			return new IdentifiedHttpClient(builder.build(), token);
		}
		catch (IOException ex) {
			throw new IllegalArgumentException("cannot be read: " + ex.getMessage(), ex);
		}
	}

	/**
	 * Sends the request and returns its answer, read whole.
	 * @throws IOException if there is none in time, or it is over 16 KiB
	 */
	public static HttpResponse<String> send(HttpClient client, HttpRequest request, Duration timeout)
			throws IOException, InterruptedException {
		CompletableFuture<HttpResponse<String>> call = client.sendAsync(request,
				BodyHandlers.limiting(BodyHandlers.ofString(StandardCharsets.UTF_8), MAX_ANSWER_BYTES));
		try {
			return call.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			throw new HttpTimeoutException("no answer within " + timeout.toMillis() + " ms");
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() instanceof IOException io) ? io : new IOException(ex.getCause());
		}
		finally {
			call.cancel(true);
		}
	}

}
