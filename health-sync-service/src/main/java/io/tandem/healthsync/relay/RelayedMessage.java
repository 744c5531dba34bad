package io.tandem.healthsync.relay;

import io.tandem.healthsync.state.ReceivedReport;
import io.tandem.healthsync.state.StreamPosition;
import io.tandem.jetstream.StreamMessage;
import io.tandem.wire.health.HealthReport;
import io.tandem.wire.health.HealthReports;
import io.tandem.wire.health.InvalidHealthReportException;
import io.tandem.wire.health.InvalidHealthReportException.Fault;
import io.tandem.wire.subject.Machine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A report as it stands in the stream of a machine that keeps it for another. Immutable,
 * but for the body, which is not copied.
 *
 * @param by the machine that keeps it
 * @param messageId the one that it would have had in its own machine's stream
 * @param body the report as it was sent
 */
record RelayedMessage(String by, HealthReport report, String messageId, StreamPosition position, String stream,
		byte[] body) {

	private static final String MESSAGE_ID = "Nats-Msg-Id";

	/** Returns the subject under which a machine keeps a report. */
	static String subject(Machine by, HealthReport report) {
		return by.relayedSubject() + "." + report.machine() + "." + report.agent();
	}

	/**
	 * Reads a message of that machine's stream.
	 * @throws InvalidHealthReportException if it is no report, or not of the subject's
	 * agent
	 */
	static RelayedMessage read(Machine by, StreamMessage message) throws InvalidHealthReportException {
		HealthReport report = HealthReports.read(message.body());
		if (!message.subject().equals(subject(by, report)) || report.machine().equals(by.name())) {
			throw new InvalidHealthReportException(
					List.of(new Fault("agent", "must be another machine's, and the one of the subject "
							+ message.subject() + ": '" + report.machine() + "." + report.agent() + "'")));
		}
		String id = Objects.requireNonNullElseGet(message.header(MESSAGE_ID),
				() -> message.stream() + "/" + message.sequence());
		return new RelayedMessage(by.name(), report, id, new StreamPosition(message.sequence(), message.storedAt()),
				message.stream(), message.body());
	}

	/**
	 * Returns it as one to be shown.
	 * @param seenAt when it was read here
	 * @param liveWithin one that was stored longer ago than this was history by then
	 */
	RelayedReport seen(Instant seenAt, Duration liveWithin) {
		boolean isHistory = Duration.between(this.position.storedAt(), seenAt).compareTo(liveWithin) > 0;
		return new RelayedReport(new ReceivedReport(this.report, this.stream, this.position, seenAt, isHistory, true),
				this.by);
	}

}
