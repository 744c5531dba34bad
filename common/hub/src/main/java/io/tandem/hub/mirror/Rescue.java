package io.tandem.hub.mirror;

import io.tandem.hub.probe.ProbeMessage;
import io.tandem.ingest.PushedRecord;
import io.tandem.jetstream.StreamMessage;
import io.tandem.jetstream.StreamReader;
import io.tandem.jetstream.StreamReader.Delivery;
import io.tandem.wire.identity.RecordRange;
import io.tandem.wire.remotewrite.WriteRequests;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives what a mirror alone has to the hub of the machine that lost it, a piece at a
 * time: each message keeps the records' names, so that whoever has them already takes
 * nothing twice. Goes on where it was after a restart. Confined to one thread.
 */
final class Rescue implements AutoCloseable {

	/** Its durable consumer is told from those of the mirror's readers by this. */
	static final String DURABLE = "rescue";

	private static final Logger logger = LoggerFactory.getLogger(Rescue.class);

	private static final int AT_ONCE = 256;

	private static final int BYTES_AT_ONCE = 1 << 20;

	private static final Duration WAIT = Duration.ofMillis(500);

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private static final long PIECE_NANOS = Duration.ofSeconds(1).toNanos();

	private final StreamReader.Durable reader;

	private final HttpClient client;

	private final URI hub;

	private final long after;

	private final long upTo;

	private long reached;

	private long given;

	/**
	 * @param hub of the machine that lost them
	 * @param after the last sequence that both have
	 * @param upTo the mirror's last
	 */
	Rescue(StreamReader.Durable reader, HttpClient client, URI hub, long after, long upTo) {
		this.reader = reader;
		this.client = client;
		this.hub = hub;
		this.after = after;
		this.upTo = upTo;
		this.reached = after;
	}

	/** Returns how many messages were given back. */
	long given() {
		return this.given;
	}

	/** Returns how many are left, deleted ones included. */
	long left() {
		return this.upTo - this.reached;
	}

	/**
	 * Works for about a second.
	 * @return whether all is given back
	 * @throws IOException if the hub does not take it now
	 */
	boolean goOn() throws IOException, InterruptedException {
		long until = System.nanoTime() + PIECE_NANOS;
		while (this.reached < this.upTo && System.nanoTime() - until < 0) {
			List<Delivery> next = this.reader.fetch(AT_ONCE, BYTES_AT_ONCE, WAIT);
			if (next.isEmpty()) {
				// the newest are acknowledged already, or gone
				this.reached = this.upTo;
			}
			for (List<Delivery> batch : batches(next)) {
				give(batch);
			}
		}
		return this.reached >= this.upTo;
	}

	/** Puts messages together whose records follow one another. */
	private static List<List<Delivery>> batches(List<Delivery> deliveries) {
		List<List<Delivery>> batches = new ArrayList<>();
		RecordRange before = null;
		for (Delivery delivery : deliveries) {
			RecordRange range = range(delivery.message()).orElse(null);
			if (before != null && range != null && range.origin().equals(before.origin())
					&& range.epoch().equals(before.epoch()) && range.first() == before.last() + 1) {
				batches.getLast().add(delivery);
			}
			else {
				batches.add(new ArrayList<>(List.of(delivery)));
			}
			before = range;
		}
		return batches;
	}

	private static Optional<RecordRange> range(StreamMessage message) {
		try {
			return RecordRange.readFrom(message::header);
		}
		catch (IllegalArgumentException ex) {
			return Optional.empty();
		}
	}

	private void give(List<Delivery> batch) throws IOException, InterruptedException {
		StreamMessage first = batch.getFirst().message();
		if (batch.getLast().message().sequence() > this.after && !ProbeMessage.is(first)) {
			int status = this.client.send(request(batch), BodyHandlers.discarding()).statusCode();
			if (status == 400 || status == 413 || status == 422) {
				logger.atWarn()
					.addKeyValue("stream", first.stream())
					.addKeyValue("sequence", first.sequence())
					.addKeyValue("status", status)
					.log("a message that only the mirror has is never taken back");
			}
			else if (status / 100 != 2) {
				throw new IOException("its hub answers HTTP " + status);
			}
			this.given += batch.size();
		}
		batch.forEach(Delivery::ack);
		this.reached = Math.max(this.reached, batch.getLast().message().sequence());
	}

	private HttpRequest request(List<Delivery> batch) {
		StreamMessage first = batch.getFirst().message();
		HttpRequest.Builder request = HttpRequest.newBuilder(this.hub.resolve("/api/v1/write"))
			.timeout(PATIENCE)
			.header("Content-Type", "application/x-protobuf")
			.header("Content-Encoding", "snappy")
			.header("X-Prometheus-Remote-Write-Version", "0.1.0")
			.header(PushedRecord.LANE_HEADER, PushedRecord.Lane.BACKLOG.name());
		String acceptedAt = first.header(PushedRecord.ACCEPTED_AT_HEADER);
		if (acceptedAt != null) {
			request.header(PushedRecord.ACCEPTED_AT_HEADER, acceptedAt);
		}
		RecordRange from = range(first).orElse(null);
		RecordRange to = range(batch.getLast().message()).orElse(null);
		if (from != null && to != null) {
			new RecordRange(from.origin(), from.epoch(), from.first(), to.last()).writeTo(request::header);
		}
		String protocol = protocol(batch);
		if (protocol != null) {
			request.header(PushedRecord.PROTOCOL_HEADER, protocol);
		}
		List<byte[]> bodies = batch.stream().map((delivery) -> delivery.message().body()).toList();
		return request.POST(BodyPublishers.ofByteArray(WriteRequests.join(bodies))).build();
	}

	private static @Nullable String protocol(List<Delivery> batch) {
		String first = batch.getFirst().message().header(PushedRecord.PROTOCOL_HEADER);
		boolean isSame = batch.stream()
			.allMatch((delivery) -> Objects.equals(first, delivery.message().header(PushedRecord.PROTOCOL_HEADER)));
		return isSame ? first : null;
	}

	@Override
	public void close() {
		this.reader.close();
	}

}
