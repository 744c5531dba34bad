package io.tandem.ingest;

import io.tandem.wire.identity.RecordRange;
import io.tandem.wire.remotewrite.WriteSummary;
import org.jspecify.annotations.Nullable;

/**
 * One push, checked and in the form in which it travels on.
 *
 * @param body a snappy-compressed WriteRequest; owned by the receiver
 * @param summary what the body holds
 * @param protocol how it was pushed
 * @param range the records it stands for, where a gateway sent it; null if it came from
 * an agent itself
 * @param lane how it left its gateway; live if it came from an agent itself
 * @param acceptedAtMillis when the first receiver took it, milliseconds since the Unix
 * epoch by that receiver's clock
 * @param by who pushed; null where the intake does not ask, see
 * {@link RecordIntake#wantsPushedBy()}
 */
public record PushedRecord(byte[] body, WriteSummary summary, Protocol protocol, @Nullable RecordRange range, Lane lane,
		long acceptedAtMillis, @Nullable PushedBy by) {

	/** Header for {@link #acceptedAtMillis()}. */
	public static final String ACCEPTED_AT_HEADER = "Tandem-Accepted-At";

	/** Header for {@link #protocol()}. */
	public static final String PROTOCOL_HEADER = "Tandem-Protocol";

	/** Header for {@link #lane()}; where it is missing, the record is live. */
	public static final String LANE_HEADER = "Tandem-Lane";

	/** Makes a live record of which nobody asks who pushed it. */
	public PushedRecord(byte[] body, WriteSummary summary, Protocol protocol, @Nullable RecordRange range,
			long acceptedAtMillis) {
		this(body, summary, protocol, range, Lane.LIVE, acceptedAtMillis, null);
	}

	/** How a record was pushed. */
	public enum Protocol {

		REMOTE_WRITE, PUSHGATEWAY

	}

	/** How a record left its gateway. */
	public enum Lane {

		/** In its turn, as a new record does. */
		LIVE,
		/** Behind newer ones, which must not wait for it. */
		BACKLOG

	}

}
