package io.tandem.jetstream;

/**
 * The error codes of the JetStream API that decide something here (nats-server,
 * {@code server/errors.json}).
 */
final class ApiError {

	static final int CONSUMER_NOT_FOUND = 10014;

	static final int INSUFFICIENT_RESOURCES = 10023;

	static final int STORAGE_EXCEEDED = 10047;

	static final int MESSAGE_TOO_LARGE = 10054;

	static final int STREAM_NOT_FOUND = 10059;

	/** The store refused: "maximum bytes exceeded" under the policy discard-new. */
	static final int STORE_FAILED = 10077;

	private ApiError() {
	}

}
