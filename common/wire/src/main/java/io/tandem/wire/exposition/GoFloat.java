package io.tandem.wire.exposition;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * Numbers as Prometheus' Go code reads and writes them, so that a bucket's {@code le} is
 * the same label whichever way it came.
 *
 * @see <a href="https://pkg.go.dev/strconv#ParseFloat">strconv.ParseFloat</a>
 */
final class GoFloat {

	/**
	 * Neither hexadecimal nor underscores: the parsers of expositions refuse both before
	 * they ask strconv.
	 */
	private static final Pattern NUMBER = Pattern
		.compile("[+-]?(?:[0-9]++\\.?[0-9]*+|\\.[0-9]++)(?:[eE][+-]?[0-9]++)?");

	private static final Pattern INFINITY = Pattern.compile("[+-]?inf(?:inity)?", Pattern.CASE_INSENSITIVE);

	private static final Pattern NAN = Pattern.compile("nan", Pattern.CASE_INSENSITIVE);

	private static final int SMALLEST_PLAIN_EXPONENT = -4;

	private static final int SMALLEST_LARGE_EXPONENT = 6;

	private GoFloat() {
	}

	/** Returns the number; empty if it is none, or too large for one. */
	static OptionalDouble parse(String text) {
		if (NUMBER.matcher(text).matches()) {
			double value = Double.parseDouble(text);
			return Double.isInfinite(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
		}
		if (INFINITY.matcher(text).matches()) {
			return OptionalDouble.of((text.charAt(0) == '-') ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
		}
		return NAN.matcher(text).matches() ? OptionalDouble.of(Double.NaN) : OptionalDouble.empty();
	}

	/** Returns the shortest text that reads as the same number, as {@code %g} has it. */
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
		BigDecimal shortest = shortest(value);
		int exponent = shortest.precision() - shortest.scale() - 1;
		if (exponent >= SMALLEST_PLAIN_EXPONENT && exponent < SMALLEST_LARGE_EXPONENT) {
			return shortest.toPlainString();
		}
		String digits = shortest.unscaledValue().abs().toString();
		StringBuilder text = new StringBuilder((value < 0) ? "-" : "").append(digits.charAt(0));
		if (digits.length() > 1) {
			text.append('.').append(digits, 1, digits.length());
		}
		return text.append('e')
			.append((exponent < 0) ? '-' : '+')
			.append((Math.abs(exponent) < 10) ? "0" : "")
			.append(Math.abs(exponent))
			.toString();
	}

	/** Returns the fewest digits; the JDK gives two even where one would do. */
	private static BigDecimal shortest(double value) {
		BigDecimal digits = new BigDecimal(Double.toString(value)).stripTrailingZeros();
		if (digits.precision() == 2) {
			BigDecimal one = digits.round(new MathContext(1));
			return (one.doubleValue() == value) ? one : digits;
		}
		return digits;
	}

}
