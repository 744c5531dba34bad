package io.tandem.failover.delivery;

import io.tandem.service.security.ServiceHttp;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * HTTP exchanges that end within a time limit, body included, and can be given up.
 * Thread-safe; threads and connections are its own.
 */
final class HttpExchanges implements AutoCloseable {

	private final Duration timeout;

	private final HttpClient client;

	/** Makes exchanges with a server that is not one of ours. */
	HttpExchanges(Duration connectTimeout, Duration timeout) {
		this(connectTimeout, timeout, ServiceHttp.unprotected());
	}

	/** Makes exchanges with another service. */
	HttpExchanges(Duration connectTimeout, Duration timeout, ServiceHttp http) {
		this.timeout = timeout;
		this.client = http.open(HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_1_1)
			.connectTimeout(connectTimeout)
			.followRedirects(HttpClient.Redirect.NEVER)
			.executor(Executors.newVirtualThreadPerTaskExecutor()));
	}

	/** Starts an exchange; whoever completes or cancels the future first gives it up. */
	CompletableFuture<DeliveryOutcome> send(HttpRequest request, Answer answer) {
		CompletableFuture<DeliveryOutcome> outcome = new CompletableFuture<>();
		CompletableFuture<HttpResponse<InputStream>> exchange = this.client.sendAsync(request,
				HttpResponse.BodyHandlers.ofInputStream());
		outcome.completeOnTimeout(new DeliveryOutcome.Retry("timeout", null), this.timeout.toNanos(),
				TimeUnit.NANOSECONDS);
		outcome.whenComplete((ended, failure) -> exchange.cancel(true));
		exchange.whenComplete((response, failure) -> {
			if (response == null) {
				outcome.complete(new DeliveryOutcome.Retry(reason(failure), null));
				return;
			}
			outcome.whenComplete((ended, cause) -> close(response.body()));
			try {
				outcome.complete(answer.read(response));
			}
			catch (IOException | UncheckedIOException ex) {
				outcome.complete(new DeliveryOutcome.Retry("broken", null));
			}
		});
		return outcome;
	}

	private static void close(InputStream body) {
		try {
			body.close();
		}
		catch (IOException ex) {
			// what was still to come is of no use
			return;
		}
	}

	private static String reason(@Nullable Throwable failure) {
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		if (cause instanceof HttpTimeoutException) {
			return "timeout";
		}
		return (cause instanceof ConnectException && !isUnresolved(cause)) ? "refused" : "broken";
	}

	/** A name that cannot be looked up says nothing about the other side. */
	private static boolean isUnresolved(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof UnresolvedAddressException) {
				return true;
			}
		}
		return false;
	}

	@Override
	public void close() {
		this.client.shutdownNow();
	}

	/** Makes an outcome of an answer; may block on its body. */
	@FunctionalInterface
	interface Answer {

		DeliveryOutcome read(HttpResponse<InputStream> response) throws IOException;

	}

}
