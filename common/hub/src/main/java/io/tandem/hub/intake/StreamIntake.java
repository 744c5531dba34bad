package io.tandem.hub.intake;

import io.tandem.ingest.PushedRecord;
import io.tandem.ingest.RecordIntake;
import io.tandem.jetstream.PublishOutcome;
import io.tandem.jetstream.StreamPublisher;
import io.tandem.wire.identity.RecordRange;
import io.tandem.wire.subject.Machine;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Makes a record durable by storing its body unchanged in the machine's metrics stream,
 * or in its backlog stream where newer records have gone before it, and says durable only
 * once the stream has acknowledged it. Thread-safe.
 *
 * <p>
 * A gateway's batch carries the message id of its range, so that a batch that is sent
 * again within the stream's duplicate window is stored once. A direct push has no
 * identity of its own: it gets one for the tries of this one call.
 *
 * <p>
 * Outcomes are measured and logged where they arise, by the publisher.
 */
public class StreamIntake implements RecordIntake {

	private static final Duration RETRY_AFTER_UNAVAILABLE = Duration.ofSeconds(1);

	/** A full store empties by age: asking again at once is of no use. */
	private static final Duration RETRY_AFTER_FULL = Duration.ofSeconds(10);

	private final StreamPublisher publisher;

	private final Machine self;

	private final Duration within;

	private final String directPrefix;

	private final AtomicLong directPushes = new AtomicLong();

	public StreamIntake(StreamPublisher publisher, Machine self, IntakeProperties properties) {
		this.publisher = publisher;
		this.self = self;
		this.within = properties.within();
		this.directPrefix = self.name() + "-hub/" + UUID.randomUUID() + "/";
	}

	@Override
	public Outcome accept(PushedRecord record) {
		String subject = switch (record.lane()) {
			case LIVE -> this.self.metricsSubject();
			case BACKLOG -> this.self.backlogSubject();
		};
		PublishOutcome outcome = this.publisher.publish(subject, headers(record), record.body(),
				messageId(record.range()), this.within);
		return switch (outcome) {
			case PublishOutcome.Stored _ -> new Outcome.Durable();
			case PublishOutcome.Full full -> new Outcome.Refused("store-full",
					"the stream of " + subject + " is full: " + full.reason(), RETRY_AFTER_FULL);
			case PublishOutcome.Unavailable unavailable -> new Outcome.Refused("store-unavailable",
					"no acknowledgement within " + unavailable.waited().toMillis() + " ms: " + unavailable.reason(),
					RETRY_AFTER_UNAVAILABLE);
			case PublishOutcome.Rejected rejected -> new Outcome.Impossible("store-rejected", rejected.reason());
		};
	}

	private String messageId(@Nullable RecordRange range) {
		return (range != null) ? range.messageId() : this.directPrefix + this.directPushes.incrementAndGet();
	}

	private static Map<String, String> headers(PushedRecord record) {
		Map<String, String> headers = new LinkedHashMap<>();
		RecordRange range = record.range();
		if (range != null) {
			range.writeTo(headers::put);
		}
		headers.put(PushedRecord.ACCEPTED_AT_HEADER, Long.toString(record.acceptedAtMillis()));
		headers.put(PushedRecord.PROTOCOL_HEADER, record.protocol().name());
		return headers;
	}

}
