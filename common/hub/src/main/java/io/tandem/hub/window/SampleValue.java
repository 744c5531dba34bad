package io.tandem.hub.window;

import java.math.BigDecimal;

/** Writes a value as the Prometheus API does: shortest decimal, no exponent. */
final class SampleValue {

	/** Whole numbers up to here are exact in a double. */
	private static final double EXACT = 1L << 53;

	private SampleValue() {
	}

	static String format(double value) {
		if (Double.isNaN(value)) {
			return "NaN";
		}
		if (Double.isInfinite(value)) {
			return (value > 0) ? "+Inf" : "-Inf";
		}
		if (value == 0) {
			return (1 / value < 0) ? "-0" : "0";
		}
		if (Math.abs(value) < EXACT && value == (long) value) {
			return Long.toString((long) value);
		}
		return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
	}

}
