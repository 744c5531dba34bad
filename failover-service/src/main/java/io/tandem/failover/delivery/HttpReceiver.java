package io.tandem.failover.delivery;

import io.tandem.ingest.PushedRecord;
import io.tandem.ingest.PushedRecord.Protocol;
import io.tandem.service.security.ServiceHttp;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A receiver behind remote write 1.0, named ranges in its headers; connections and
 * threads are its own. Only an answer that is about the content (400, 413, 422) rejects a
 * batch. Any other refusal, such as 401 or 404, says that the receiver or its address is
 * set up wrongly: that is mended some day, and until then nothing may be dropped for it.
 */
final class HttpReceiver implements Receiver, AutoCloseable {

	private static final Set<Integer> ABOUT_THE_CONTENT = Set.of(400, 413, 422);

	private static final int MAX_DETAIL_BYTES = 400;

	/** So much is read of an answer, so that its connection can be used again. */
	private static final int MAX_BODY_BYTES = 16 << 10;

	private final URI address;

	private final PushedRecord.Lane lane;

	private final HttpExchanges exchanges;

	/**
	 * @param lane what the receiver is told of all that is sent here
	 */
	HttpReceiver(URI address, PushedRecord.Lane lane, Duration connectTimeout, Duration requestTimeout,
			ServiceHttp http) {
		this.address = address;
		this.lane = lane;
		this.exchanges = new HttpExchanges(connectTimeout, requestTimeout, http);
	}

	@Override
	public CompletableFuture<DeliveryOutcome> send(Batch batch) {
		return this.exchanges.send(request(batch), HttpReceiver::outcome);
	}

	private HttpRequest request(Batch batch) {
		HttpRequest.Builder request = HttpRequest.newBuilder(this.address)
			.header("Content-Type", "application/x-protobuf")
			.header("Content-Encoding", "snappy")
			.header("X-Prometheus-Remote-Write-Version", "0.1.0")
			.header(PushedRecord.ACCEPTED_AT_HEADER, Long.toString(batch.oldestAcceptedAtMillis()));
		batch.range().writeTo(request::header);
		Protocol protocol = batch.protocol();
		if (protocol != null) {
			request.header(PushedRecord.PROTOCOL_HEADER, protocol.name());
		}
		if (this.lane == PushedRecord.Lane.BACKLOG) {
			request.header(PushedRecord.LANE_HEADER, this.lane.name());
		}
		return request.POST(HttpRequest.BodyPublishers.ofByteArray(batch.body())).build();
	}

	private static DeliveryOutcome outcome(HttpResponse<InputStream> response) throws IOException {
		int status = response.statusCode();
		byte[] body = response.body().readNBytes(MAX_BODY_BYTES);
		if (status >= 200 && status < 300) {
			return new DeliveryOutcome.Accepted();
		}
		if (ABOUT_THE_CONTENT.contains(status)) {
			return new DeliveryOutcome.Rejected(status,
					new String(Arrays.copyOf(body, Math.min(body.length, MAX_DETAIL_BYTES)), StandardCharsets.UTF_8));
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
		this.exchanges.close();
	}

}
