package io.tandem.wire.series;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * One condition on a label's value; a label that is absent has the empty value.
 * Immutable.
 */
sealed interface LabelMatcher {

	/** Longest expression taken; a matcher runs once for each series. */
	int MAX_EXPRESSION = 1024;

	String name();

	boolean matches(String value);

	/**
	 * Makes a matcher.
	 * @throws IllegalArgumentException if the operator or the expression is not valid
	 */
	static LabelMatcher of(String name, String operator, String value) {
		return switch (operator) {
			case "=" -> new Equal(name, value, true);
			case "!=" -> new Equal(name, value, false);
			case "=~" -> new Regex(name, compile(value), true);
			case "!~" -> new Regex(name, compile(value), false);
			default -> throw new IllegalArgumentException("there is no matcher " + operator);
		};
	}

	private static Pattern compile(String expression) {
		if (expression.length() > MAX_EXPRESSION) {
			throw new IllegalArgumentException(
					"a regular expression may have " + MAX_EXPRESSION + " characters: " + expression.length());
		}
		try {
			return Pattern.compile(expression, Pattern.DOTALL);
		}
		catch (PatternSyntaxException ex) {
			throw new IllegalArgumentException("not a regular expression: " + ex.getMessage(), ex);
		}
	}

	record Equal(String name, String value, boolean wanted) implements LabelMatcher {

		@Override
		public boolean matches(String value) {
			return this.value.equals(value) == this.wanted;
		}

	}

	/** Anchored at both ends, as in PromQL. */
	record Regex(String name, Pattern pattern, boolean wanted) implements LabelMatcher {

		@Override
		public boolean matches(String value) {
			return this.pattern.matcher(value).matches() == this.wanted;
		}

	}

}
