package io.tandem.healthsync.relay;

import io.tandem.jetstream.NatsConnection;
import io.tandem.jetstream.PublishOutcome;
import io.tandem.jetstream.StreamPublisher;
import io.tandem.wire.health.HealthReport;
import io.tandem.wire.subject.Machine;
import java.time.Duration;
import java.util.Map;

/**
 * Stores other machines' reports in this machine's stream of relayed ones. Thread-safe.
 */
public final class RelayedStore {

	private final Machine self;

	private final NatsConnection connection;

	private final StreamPublisher publisher;

	private final Duration within;

	private final RelayMeters meters;

	RelayedStore(Machine self, NatsConnection connection, StreamPublisher publisher, Duration within,
			RelayMeters meters) {
		this.self = self;
		this.connection = connection;
		this.publisher = publisher;
		this.within = within;
		this.meters = meters;
	}

	/**
	 * Stores the report and waits for the acknowledgement. Never throws for a stream that
	 * is away or full, and never passes the report on.
	 * @param messageId the same for the same report, however often it is sent
	 * @param json the report as it was sent
	 */
	public Outcome store(HealthReport report, String messageId, byte[] json) {
		Outcome outcome = attempt(report, messageId, json);
		this.meters.count((outcome instanceof Outcome.Stored) ? RelayOutcome.STORED : RelayOutcome.UNAVAILABLE);
		return outcome;
	}

	private Outcome attempt(HealthReport report, String messageId, byte[] json) {
		if (!this.connection.isConnected()) {
			return new Outcome.Refused("not connected");
		}
		return switch (this.publisher.publish(RelayedMessage.subject(this.self, report), Map.of(), json, messageId,
				this.within)) {
			case PublishOutcome.Stored it -> new Outcome.Stored(it.stream(), it.sequence());
			case PublishOutcome.Full it -> new Outcome.Refused(it.reason());
			case PublishOutcome.Unavailable it -> new Outcome.Refused(it.reason());
			case PublishOutcome.Rejected it -> new Outcome.Refused(it.reason());
		};
	}

	/** What became of a report. */
	public sealed interface Outcome {

		/** The stream has it. */
		record Stored(String stream, long sequence) implements Outcome {
		}

		/** The stream is not known to have it. */
		record Refused(String reason) implements Outcome {
		}

	}

}
