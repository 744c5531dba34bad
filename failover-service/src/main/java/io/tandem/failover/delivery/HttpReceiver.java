package io.tandem.failover.delivery;

import io.tandem.ingest.PushedRecord;
import io.tandem.ingest.PushedRecord.Protocol;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A receiver behind remote write 1.0, named ranges in its headers. Only an answer that is
 * about the content (400, 413, 422) rejects a batch. Any other refusal, such as 401 or
 * 404, says that the receiver or its address is set up wrongly: that is mended some day,
 * and until then nothing may be dropped for it.
 */
final class HttpReceiver implements Receiver, AutoCloseable {

	private static final Set<Integer> ABOUT_THE_CONTENT = Set.of(400, 413, 422);

	private static final int MAX_DETAIL_BYTES = 400;

	private final URI address;

	private final Duration requestTimeout;

	private final HttpClient client;

	HttpReceiver(URI address, Duration connectTimeout, Duration requestTimeout) {
		this.address = address;
		this.requestTimeout = requestTimeout;
		this.client = HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_1_1)
			.connectTimeout(connectTimeout)
			.followRedirects(HttpClient.Redirect.NEVER)
			.executor(Executors.newVirtualThreadPerTaskExecutor())
			.build();
	}

	@Override
	public DeliveryOutcome send(Batch batch) {
		try {
			HttpResponse<InputStream> response = this.client.send(request(batch),
					HttpResponse.BodyHandlers.ofInputStream());
			try (InputStream body = response.body()) {
				return outcome(response, body);
			}
		}
		catch (ConnectException | HttpConnectTimeoutException ex) {
			return new DeliveryOutcome.Retry("refused", null);
		}
		catch (HttpTimeoutException ex) {
			return new DeliveryOutcome.Retry("timeout", null);
		}
		catch (IOException ex) {
			return new DeliveryOutcome.Retry("broken", null);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return new DeliveryOutcome.Retry("interrupted", null);
		}
	}

	private HttpRequest request(Batch batch) {
		HttpRequest.Builder request = HttpRequest.newBuilder(this.address)
			.timeout(this.requestTimeout)
			.header("Content-Type", "application/x-protobuf")
			.header("Content-Encoding", "snappy")
			.header("X-Prometheus-Remote-Write-Version", "0.1.0")
			.header(PushedRecord.ACCEPTED_AT_HEADER, Long.toString(batch.oldestAcceptedAtMillis()));
		batch.range().writeTo(request::header);
		Protocol protocol = batch.protocol();
		if (protocol != null) {
			request.header(PushedRecord.PROTOCOL_HEADER, protocol.name());
		}
		return request.POST(HttpRequest.BodyPublishers.ofByteArray(batch.body())).build();
	}

	private static DeliveryOutcome outcome(HttpResponse<?> response, InputStream body) throws IOException {
		int status = response.statusCode();
		if (status >= 200 && status < 300) {
			return new DeliveryOutcome.Accepted();
		}
		if (ABOUT_THE_CONTENT.contains(status)) {
			return new DeliveryOutcome.Rejected(status,
					new String(body.readNBytes(MAX_DETAIL_BYTES), StandardCharsets.UTF_8));
		}
		return new DeliveryOutcome.Retry("status-" + status,
				retryAfter(response.headers().firstValue("Retry-After").orElse(null)));
	}

	/** Returns a delay in seconds; a date is passed over, as the back-off will do. */
	static @Nullable Duration retryAfter(@Nullable String header) {
		if (header == null || !header.strip().matches("\\d{1,9}")) {
			return null;
		}
		return Duration.ofSeconds(Long.parseLong(header.strip()));
	}

	@Override
	public void close() {
		this.client.shutdownNow();
	}

}
