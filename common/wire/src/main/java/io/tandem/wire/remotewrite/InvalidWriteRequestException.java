package io.tandem.wire.remotewrite;

/**
 * Says why a request can never be accepted, whoever takes it and however often it is
 * sent.
 */
public class InvalidWriteRequestException extends Exception {

	private final Reason reason;

	public InvalidWriteRequestException(Reason reason, String detail) {
		super(detail);
		this.reason = reason;
	}

	/** Returns the kind of fault; closed, so that it can be a metric's tag. */
	public Reason reason() {
		return this.reason;
	}

	/** What is wrong with a request. */
	public enum Reason {

		/** The body, compressed or not, is over the limit. */
		TOO_LARGE,
		/** The body is not a whole snappy block. */
		BAD_COMPRESSION,
		/** The uncompressed body is not a WriteRequest. */
		BAD_PROTOBUF,
		/** A name or a value is not UTF-8. */
		NOT_UTF8,
		/**
		 * A label's or metric's name breaks the data model, or the metric name is
		 * missing.
		 */
		BAD_NAME,
		/** A series has the same label twice. */
		DUPLICATE_LABEL,
		/** Samples of one series do not go forward in time. */
		OUT_OF_ORDER,
		/** A sample lies too far in the future. */
		FUTURE,
		/** A series has more labels, or longer ones, than is taken. */
		LABEL_LIMIT,
		/** Pushed text cannot be parsed. */
		BAD_EXPOSITION

	}

}
