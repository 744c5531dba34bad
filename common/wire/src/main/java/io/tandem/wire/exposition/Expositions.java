package io.tandem.wire.exposition;

import io.tandem.wire.remotewrite.InvalidWriteRequestException;
import java.util.List;

/**
 * Parses and writes expositions. Thread-safe: holds no state.
 */
public final class Expositions {

	private Expositions() {
	}

	/**
	 * Returns the format that a Content-Type names; anything unknown or missing is text,
	 * as the Pushgateway takes it.
	 */
	public static ExpositionFormat formatOf(String contentType) {
		throw new UnsupportedOperationException();
	}

	/**
	 * Parses a body as promtool and the Pushgateway would.
	 * @throws InvalidWriteRequestException if any line is wrong, with the line's number
	 */
	public static List<MetricFamily> parse(byte[] body, ExpositionFormat format) throws InvalidWriteRequestException {
		throw new UnsupportedOperationException();
	}

	/** Returns the families in the text format, version 0.0.4. */
	public static byte[] write(List<MetricFamily> families) {
		throw new UnsupportedOperationException();
	}

}
