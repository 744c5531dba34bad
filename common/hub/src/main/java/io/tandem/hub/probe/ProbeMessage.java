package io.tandem.hub.probe;

import io.tandem.jetstream.StreamMessage;
import io.tandem.wire.remotewrite.WriteRequests;
import io.tandem.wire.subject.Machine;
import java.util.List;

/**
 * The message of a probe as it lies in a metrics stream: an empty WriteRequest, so that a
 * reader that knows nothing of probes finds nothing wrong in it, marked by a header, so
 * that one that does need not look inside.
 */
public final class ProbeMessage {

	/** Holds the probe's id. Intake never sets it. */
	public static final String HEADER = "Tandem-Probe";

	private static final byte[] BODY = WriteRequests.encode(List.of());

	private ProbeMessage() {
	}

	/** Tells whether the message is a probe's and holds no samples. */
	public static boolean is(StreamMessage message) {
		return message.header(HEADER) != null;
	}

	static String subject(Machine self) {
		return self.metricsSubject() + ".probe";
	}

	static byte[] body() {
		return BODY;
	}

}
