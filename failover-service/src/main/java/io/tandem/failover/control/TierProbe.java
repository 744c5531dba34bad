package io.tandem.failover.control;

import io.tandem.failover.detection.Observation.Result;
import io.tandem.service.security.ServiceHttp;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes a tier do what it is there for, and says how that went. It has connections of its
 * own, so that a tier that hangs holds up nobody else's. Thread-safe.
 */
final class TierProbe implements AutoCloseable {

	private static final int MAX_DETAIL = 160;

	private static final Pattern PROBLEM_DETAIL = Pattern.compile("\"detail\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");

	private final HttpClient client;

	private final UnaryOperator<HttpRequest.Builder> request;

	private final URI address;

	private final boolean isCleanedUp;

	private TierProbe(URI address, UnaryOperator<HttpRequest.Builder> request, boolean isCleanedUp, ServiceHttp http) {
		this.address = address;
		this.request = request;
		this.isCleanedUp = isCleanedUp;
		this.client = http.open(HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_1_1)
			.followRedirects(HttpClient.Redirect.NEVER)
			.executor(Executors.newVirtualThreadPerTaskExecutor()));
	}

	/** A hub must store a message and read it back. */
	static TierProbe ofHub(URI base, ServiceHttp http) {
		return new TierProbe(base.resolve("/api/v1/probe"), (request) -> request.POST(BodyPublishers.noBody()), false,
				http);
	}

	/** A Pushgateway must take a push, into a group that is deleted at the end. */
	static TierProbe ofPushgateway(URI base) {
		AtomicLong pushes = new AtomicLong();
		return new TierProbe(base.resolve("/metrics/job/tandem-probe"),
				(request) -> request.PUT(BodyPublishers.ofString("""
						# HELP tandem_probe_pushes Probes of this Pushgateway by the machine's failover-service.
						# TYPE tandem_probe_pushes counter
						tandem_probe_pushes %d
						""".formatted(pushes.incrementAndGet()))), true, ServiceHttp.unprotected());
	}

	/** Blocks until there is an answer, at most so long. */
	Result probe(Duration timeout) throws InterruptedException {
		HttpRequest sent = this.request.apply(HttpRequest.newBuilder(this.address).timeout(timeout)).build();
		CompletableFuture<HttpResponse<String>> answer = this.client.sendAsync(sent, BodyHandlers.ofString());
		try {
			// the client's own limit ends with the headers, a body may still never come
			return result(answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS));
		}
		catch (TimeoutException ex) {
			return timeout(timeout);
		}
		catch (ExecutionException ex) {
			return failure((ex.getCause() != null) ? ex.getCause() : ex, timeout);
		}
		finally {
			answer.cancel(true);
		}
	}

	private static Result result(HttpResponse<String> answer) {
		int status = answer.statusCode();
		if (status >= 200 && status < 300) {
			return new Result.Success();
		}
		Matcher detail = PROBLEM_DETAIL.matcher(answer.body());
		String why = detail.find() ? ": " + detail.group(1) : "";
		return new Result.Failure(Result.Failure.Kind.STATUS,
				"status-" + status + why.substring(0, Math.min(why.length(), MAX_DETAIL)));
	}

	private static Result failure(Throwable cause, Duration timeout) {
		if (cause instanceof HttpConnectTimeoutException || cause instanceof HttpTimeoutException) {
			return timeout(timeout);
		}
		if (cause instanceof ConnectException && isRefused(cause)) {
			return new Result.Failure(Result.Failure.Kind.REFUSED, "refused");
		}
		return new Result.Failure(Result.Failure.Kind.BROKEN,
				"broken: " + cause.getClass().getSimpleName() + messageOf(cause));
	}

	/** The client gives a refusal without words, and other failures with them. */
	private static boolean isRefused(Throwable failure) {
		for (Throwable each = failure; each != null; each = each.getCause()) {
			String message = each.getMessage();
			if (message != null && !message.toLowerCase(Locale.ROOT).contains("refused")
					&& !(each instanceof ClosedChannelException)) {
				return false;
			}
		}
		return true;
	}

	private static String messageOf(Throwable cause) {
		String message = cause.getMessage();
		return (message == null) ? "" : " " + message.substring(0, Math.min(message.length(), MAX_DETAIL));
	}

	private static Result timeout(Duration timeout) {
		return new Result.Failure(Result.Failure.Kind.TIMEOUT, "no answer within " + timeout.toMillis() + " ms");
	}

	/** Removes what it has left behind, if that can be done in a moment. */
	@Override
	public void close() {
		if (this.isCleanedUp) {
			HttpRequest delete = HttpRequest.newBuilder(this.address).timeout(Duration.ofMillis(500)).DELETE().build();
			try {
				this.client.sendAsync(delete, BodyHandlers.discarding()).get(500, TimeUnit.MILLISECONDS);
			}
			catch (TimeoutException | ExecutionException ex) {
				// its age tells that nobody probes any more
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
		this.client.shutdownNow();
	}

}
