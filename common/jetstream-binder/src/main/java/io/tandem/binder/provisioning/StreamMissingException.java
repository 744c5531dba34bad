package io.tandem.binder.provisioning;

/** There is no such stream, or none stores the subject; it may appear later. */
public class StreamMissingException extends Exception {

	public StreamMissingException(String message) {
		super(message);
	}

}
