package io.tandem.wire.series;

/**
 * The NaN by which Prometheus says that a series has ended. Any other NaN is an ordinary
 * value.
 */
public final class StaleMarker {

	/** The marker's bits, as in Prometheus' {@code model/value}. */
	public static final long BITS = 0x7ff0000000000002L;

	/** The marker as a value. Compare with {@link #is}, never with {@code ==}. */
	public static final double VALUE = Double.longBitsToDouble(BITS);

	private StaleMarker() {
	}

	/** Tells whether the value is the staleness marker. */
	public static boolean is(double value) {
		return Double.doubleToRawLongBits(value) == BITS;
	}

}
