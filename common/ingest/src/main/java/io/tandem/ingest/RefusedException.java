package io.tandem.ingest;

import io.tandem.wire.remotewrite.InvalidWriteRequestException;

/**
 * Ends the handling of a push that ingest turns away. Carries no stack trace: it is a
 * caller's fault, and a flood of them must stay cheap.
 */
final class RefusedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final Refusal refusal;

	private final String detail;

	/**
	 * @param detail what is wrong with this push and what to do; shown to the caller
	 */
	RefusedException(Refusal refusal, String detail) {
		super(detail, null, false, false);
		this.refusal = refusal;
		this.detail = detail;
	}

	static RefusedException of(InvalidWriteRequestException ex) {
		return new RefusedException(Refusal.of(ex.reason()), String.valueOf(ex.getMessage()));
	}

	Refusal refusal() {
		return this.refusal;
	}

	String detail() {
		return this.detail;
	}

}
