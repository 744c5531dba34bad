package io.tandem.binder;

/** Names of the message headers that the binder reads and sets. */
public final class JetStreamHeaders {

	/** What the binder's own headers begin with; such names never cross the wire. */
	public static final String PREFIX = "nats_";

	/**
	 * Outbound, String: the message id by which the stream recognises a repetition.
	 * Generated if absent.
	 */
	public static final String MESSAGE_ID = "nats_msgId";

	/** Outbound, String: the subject to publish to instead of the destination. */
	public static final String TARGET_SUBJECT = "nats_targetSubject";

	/** Inbound, String: the stream. */
	public static final String STREAM = "nats_stream";

	/** Inbound, Long: the message's sequence in the stream. */
	public static final String SEQUENCE = "nats_sequence";

	/** Inbound, Instant: when the stream stored it, by the server's clock. */
	public static final String TIMESTAMP = "nats_timestamp";

	/** Inbound, String: the subject it was published to. */
	public static final String SUBJECT = "nats_subject";

	/** Inbound, Long: how often it has been delivered, 1 for the first time. */
	public static final String DELIVERIES = "nats_deliveries";

	/** Inbound, String: the message id it was published with; absent if it had none. */
	public static final String RECEIVED_MESSAGE_ID = "nats_receivedMsgId";

	/**
	 * Inbound, Boolean: whether the stream had the message already when the binding was
	 * started. Always false for a binding with a group.
	 */
	public static final String REPLAYED = "nats_replayed";

	/**
	 * Inbound in batch mode, List of Map: the headers of each message of the batch, in
	 * its order.
	 */
	public static final String BATCH = "nats_batchHeaders";

	/** NATS header of a dead letter: what the handler threw. */
	public static final String DEAD_LETTER_REASON = "Dead-Letter-Reason";

	/** NATS header of a dead letter: the stream it was in. */
	public static final String DEAD_LETTER_STREAM = "Dead-Letter-Stream";

	/** NATS header of a dead letter: its sequence there. */
	public static final String DEAD_LETTER_SEQUENCE = "Dead-Letter-Sequence";

	/** NATS header of a dead letter: the subject it had. */
	public static final String DEAD_LETTER_SUBJECT = "Dead-Letter-Subject";

	/** NATS header of a dead letter: how often it was tried. */
	public static final String DEAD_LETTER_TRIES = "Dead-Letter-Tries";

	private JetStreamHeaders() {
	}

}
