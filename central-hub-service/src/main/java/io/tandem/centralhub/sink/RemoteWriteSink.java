package io.tandem.centralhub.sink;

import io.tandem.http.BearerToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Writes to a remote write 1.0 receiver. Thread-safe.
 *
 * <p>
 * A 4xx answer is a refusal of these samples, unless it speaks of the address, of who
 * asks or of when (401, 403, 404, 405, 407, 408, 425, 426, 429): those end when somebody
 * puts the setting right, and must not turn everything into dead letters meanwhile.
 *
 * <p>
 * Prometheus (2.42) answers 500 for a sample older than its out-of-order window. That one
 * is a refusal, too, or it would be tried for ever with everything behind it waiting.
 *
 * @see <a href="https://prometheus.io/docs/specs/prw/remote_write_spec/">Remote write
 * 1.0</a>
 */
final class RemoteWriteSink implements Sink, AutoCloseable {

	private static final Set<Integer> NOT_ABOUT_THE_SAMPLES = Set.of(401, 403, 404, 405, 407, 408, 425, 426, 429);

	private static final Set<String> REFUSALS_AS_500 = Set.of("too old sample", "out of bounds");

	/** Of the answer's body only so much is of interest. */
	private static final int EXCERPT_BYTES = 2048;

	private static final int DETAIL_LENGTH = 300;

	private final HttpClient client;

	private final SinkProperties properties;

	private final @Nullable BearerToken token;

	private final StopSignal stop;

	private final InstantSource clock;

	RemoteWriteSink(SinkProperties properties, StopSignal stop, InstantSource clock) {
		this.properties = properties;
		this.token = (properties.bearerTokenFile() != null) ? new BearerToken(properties.bearerTokenFile()) : null;
		this.stop = stop;
		this.clock = clock;
		this.client = HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_1_1)
			.followRedirects(HttpClient.Redirect.NEVER)
			.connectTimeout(properties.connectTimeout())
			.build();
	}

	@Override
	public SinkOutcome write(byte[] body) throws StoppedException {
		HttpRequest request;
		try {
			request = request(body);
		}
		catch (IOException ex) {
			return new SinkOutcome.Unavailable("no bearer token", String.valueOf(ex.getMessage()), null);
		}
		CompletableFuture<HttpResponse<String>> response = this.client.sendAsync(request, (info) -> excerpt());
		try {
			// the client's own timeout ends with the headers, this one covers the body
			return outcome(this.stop.await(response, this.properties.requestTimeout()));
		}
		catch (TimeoutException ex) {
			return new SinkOutcome.Unavailable("timeout", "no answer within " + this.properties.requestTimeout(), null);
		}
		catch (ExecutionException ex) {
			return failure(ex.getCause());
		}
		finally {
			response.cancel(true);
		}
	}

	private HttpRequest request(byte[] body) throws IOException {
		HttpRequest.Builder request = HttpRequest.newBuilder(this.properties.url())
			.header("Content-Type", "application/x-protobuf")
			.header("Content-Encoding", "snappy")
			.header("X-Prometheus-Remote-Write-Version", "0.1.0")
			.header("User-Agent", "tandem-central-hub")
			.POST(HttpRequest.BodyPublishers.ofByteArray(body));
		if (this.token != null) {
			request.header("Authorization", this.token.header());
		}
		return request.build();
	}

	private SinkOutcome outcome(HttpResponse<String> response) {
		int status = response.statusCode();
		if (status / 100 == 2) {
			return new SinkOutcome.Stored();
		}
		String detail = response.body();
		boolean refused = (status / 100 == 4) ? !NOT_ABOUT_THE_SAMPLES.contains(status)
				: status == 500 && REFUSALS_AS_500.stream().anyMatch(detail::contains);
		if (refused) {
			return new SinkOutcome.Refused(status, detail);
		}
		return new SinkOutcome.Unavailable("status " + status, detail,
				response.headers().firstValue("Retry-After").map(this::delay).orElse(null));
	}

	private @Nullable Duration delay(String retryAfter) {
		try {
			return retryAfter.matches(
					"\\d{1,9}")
							? Duration.ofSeconds(Long.parseLong(
									retryAfter))
							: Duration.between(this.clock.instant(),
									ZonedDateTime
										.parse(retryAfter, DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT))
										.toInstant());
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

	private static SinkOutcome failure(@Nullable Throwable cause) {
		String name = switch (cause) {
			case HttpTimeoutException _ -> "timeout";
			case ConnectException _ -> "connection refused";
			case null -> "unknown";
			default -> cause.getClass().getSimpleName();
		};
		return new SinkOutcome.Unavailable(name, String.valueOf(cause), null);
	}

	private static BodySubscriber<String> excerpt() {
		ByteArrayOutputStream kept = new ByteArrayOutputStream();
		return BodySubscribers.mapping(
				BodySubscribers.ofByteArrayConsumer((chunk) -> chunk
					.ifPresent((bytes) -> kept.write(bytes, 0, Math.min(bytes.length, EXCERPT_BYTES - kept.size())))),
				(_) -> oneLine(kept));
	}

	private static String oneLine(ByteArrayOutputStream kept) {
		String text = kept.toString(StandardCharsets.UTF_8).replaceAll("[^\\x21-\\x7e]+", " ").strip();
		return text.substring(0, Math.min(DETAIL_LENGTH, text.length()));
	}

	@Override
	public void close() {
		this.client.shutdownNow();
	}

}
