package io.tandem.wire.series;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Reads a selector by recursive descent. Confined to one call.
 *
 * @see <a href=
 * "https://prometheus.io/docs/prometheus/latest/querying/basics/#instant-vector-selectors">Instant
 * vector selectors</a>
 */
final class SelectorParser {

	private final String text;

	private int at;

	SelectorParser(String text) {
		this.text = text;
	}

	SeriesSelector parse() {
		List<LabelMatcher> matchers = new ArrayList<>();
		skipSpace();
		String name = take((c) -> isLetter(c) || c == ':' || (this.at > 0 && isDigit(c)));
		if (!name.isEmpty()) {
			if (isDigit(name.charAt(0))) {
				throw fault("a metric name");
			}
			matchers.add(LabelMatcher.of(Labels.METRIC_NAME, "=", name));
		}
		skipSpace();
		if (this.at < this.text.length()) {
			expect('{');
			matchers(matchers);
			skipSpace();
			if (this.at < this.text.length()) {
				throw fault("the end");
			}
		}
		return new SeriesSelector(matchers);
	}

	private void matchers(List<LabelMatcher> matchers) {
		skipSpace();
		while (!isNext('}')) {
			matchers.add(matcher());
			skipSpace();
			if (!isNext('}')) {
				expect(',');
				skipSpace();
			}
		}
		expect('}');
	}

	private LabelMatcher matcher() {
		String name = take((c) -> isLetter(c) || isDigit(c));
		if (name.isEmpty() || isDigit(name.charAt(0))) {
			throw fault("a label name");
		}
		skipSpace();
		String operator = take((c) -> c == '=' || c == '!' || c == '~');
		if (!List.of("=", "!=", "=~", "!~").contains(operator)) {
			throw fault("one of = != =~ !~");
		}
		skipSpace();
		return LabelMatcher.of(name, operator, string());
	}

	private String string() {
		if (!isNext('"') && !isNext('\'') && !isNext('`')) {
			throw fault("a quoted string");
		}
		char quote = this.text.charAt(this.at++);
		StringBuilder value = new StringBuilder();
		while (!isNext(quote)) {
			if (this.at >= this.text.length()) {
				throw fault("a closing " + quote);
			}
			char next = this.text.charAt(this.at++);
			value.append((next == '\\' && quote != '`') ? escaped() : next);
		}
		this.at++;
		return value.toString();
	}

	private char escaped() {
		if (this.at >= this.text.length()) {
			throw fault("an escaped character");
		}
		return switch (this.text.charAt(this.at++)) {
			case 'n' -> '\n';
			case 't' -> '\t';
			case 'r' -> '\r';
			case '\\' -> '\\';
			case '"' -> '"';
			case '\'' -> '\'';
			default -> {
				this.at--;
				throw fault("one of the escapes \\n \\t \\r \\\\ \\\" \\'");
			}
		};
	}

	private String take(IntPredicate wanted) {
		int from = this.at;
		while (this.at < this.text.length() && wanted.test(this.text.charAt(this.at))) {
			this.at++;
		}
		return this.text.substring(from, this.at);
	}

	private void skipSpace() {
		take(Character::isWhitespace);
	}

	private boolean isNext(char wanted) {
		return this.at < this.text.length() && this.text.charAt(this.at) == wanted;
	}

	private void expect(char wanted) {
		if (!isNext(wanted)) {
			throw fault("'" + wanted + "'");
		}
		this.at++;
	}

	private IllegalArgumentException fault(String expected) {
		return new IllegalArgumentException(
				"expected " + expected + " at position " + (this.at + 1) + " of the selector: " + this.text);
	}

	private static boolean isLetter(int c) {
		return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
	}

	private static boolean isDigit(int c) {
		return c >= '0' && c <= '9';
	}

}
