package io.tandem.healthsync.intake;

import io.tandem.binder.JetStreamHeaders;
import io.tandem.jetstream.NatsConnection;
import io.tandem.service.MachineProperties;
import org.springframework.cloud.stream.function.StreamBridge;
import org.springframework.messaging.MessagingException;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.stereotype.Component;

/**
 * Stores reports in this machine's health stream through Spring Cloud Stream.
 * Thread-safe.
 */
@Component
class StreamReportStore implements ReportStore {

	private static final String BINDING = "ownReports";

	private final StreamBridge bridge;

	private final NatsConnection connection;

	private final String subject;

	StreamReportStore(StreamBridge bridge, NatsConnection connection, MachineProperties self) {
		this.bridge = bridge;
		this.connection = connection;
		this.subject = self.self().healthSubject();
	}

	@Override
	public Outcome store(OwnReport report) {
		if (!this.connection.isConnected()) {
			// known to be away: no need to keep the sender waiting for the send's
			// time-out
			return new Outcome.Refused("not connected", null);
		}
		try {
			boolean sent = this.bridge.send(BINDING,
					MessageBuilder.withPayload(report.json())
						.setHeader(JetStreamHeaders.TARGET_SUBJECT, this.subject + "." + report.agent())
						.setHeader(JetStreamHeaders.MESSAGE_ID, report.messageId())
						.build());
			return sent ? new Outcome.Stored() : new Outcome.Refused("not sent", null);
		}
		catch (MessagingException ex) {
			return new Outcome.Refused(String.valueOf(ex.getMessage()), null);
		}
	}

}
