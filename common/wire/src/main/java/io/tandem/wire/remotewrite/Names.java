package io.tandem.wire.remotewrite;

/** Prometheus' rules for names, on bytes. */
final class Names {

	private static final int FIRST_OF_LABEL = 1;

	private static final int REST_OF_LABEL = 2;

	private static final int FIRST_OF_METRIC = 4;

	private static final int REST_OF_METRIC = 8;

	private static final byte[] ALLOWED = new byte[256];

	private static final byte[] METRIC_NAME = { '_', '_', 'n', 'a', 'm', 'e', '_', '_' };

	static {
		for (int c = 0; c < 128; c++) {
			boolean digit = c >= '0' && c <= '9';
			boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
			int allowed = letter ? FIRST_OF_LABEL | FIRST_OF_METRIC : 0;
			allowed |= (letter || digit) ? REST_OF_LABEL | REST_OF_METRIC : 0;
			allowed |= (c == ':') ? FIRST_OF_METRIC | REST_OF_METRIC : 0;
			ALLOWED[c] = (byte) allowed;
		}
	}

	private Names() {
	}

	/** Tells whether the bytes are {@code [a-zA-Z_][a-zA-Z0-9_]*}. */
	static boolean isLabelName(byte[] bytes, int from, int to) {
		return matches(bytes, from, to, FIRST_OF_LABEL, REST_OF_LABEL);
	}

	/** Tells whether the bytes are {@code [a-zA-Z_:][a-zA-Z0-9_:]*}. */
	static boolean isMetricName(byte[] bytes, int from, int to) {
		return matches(bytes, from, to, FIRST_OF_METRIC, REST_OF_METRIC);
	}

	/** Tells whether the bytes are {@code __name__}. */
	static boolean isMetricNameLabel(byte[] bytes, int from, int to) {
		if (to - from != METRIC_NAME.length) {
			return false;
		}
		for (int i = 0; i < METRIC_NAME.length; i++) {
			if (bytes[from + i] != METRIC_NAME[i]) {
				return false;
			}
		}
		return true;
	}

	private static boolean matches(byte[] bytes, int from, int to, int first, int rest) {
		if (from == to || (ALLOWED[bytes[from] & 0xff] & first) == 0) {
			return false;
		}
		for (int i = from + 1; i < to; i++) {
			if ((ALLOWED[bytes[i] & 0xff] & rest) == 0) {
				return false;
			}
		}
		return true;
	}

}
