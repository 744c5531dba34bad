package io.tandem.wire.series;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Compiles regular expressions in RE2's syntax with {@link java.util.regex}. What the two
 * read differently is rewritten, what only Java has is refused, so that a selector means
 * here what it means in Prometheus.
 *
 * @see <a href="https://github.com/google/re2/wiki/Syntax">RE2's syntax</a>
 */
final class Re2Syntax {

	static final int MAX_LENGTH = 1000;

	private final String source;

	private final StringBuilder java = new StringBuilder();

	private int at;

	private Re2Syntax(String source) {
		this.source = source;
	}

	/**
	 * Compiles the expression; it is to be matched against whole values.
	 * @throws IllegalArgumentException if it is too long or RE2 would refuse it
	 */
	static Pattern compile(String source) {
		if (source.length() > MAX_LENGTH) {
			throw new IllegalArgumentException(
					"regular expression is too long: length=" + source.length() + " limit=" + MAX_LENGTH);
		}
		try {
			return Pattern.compile(new Re2Syntax(source).translate(), Pattern.UNIX_LINES);
		}
		catch (PatternSyntaxException | StackOverflowError ex) {
			String why = (ex instanceof PatternSyntaxException syntax) ? syntax.getDescription() : "nested too deeply";
			throw new IllegalArgumentException("not a regular expression: " + why + ": " + source);
		}
	}

	private String translate() {
		while (this.at < this.source.length()) {
			char c = this.source.charAt(this.at);
			switch (c) {
				case '\\' -> escape(false);
				case '[' -> characterClass();
				case '(' -> group();
				case '*', '+', '?', '}' -> repetition();
				default -> {
					this.java.append(c);
					this.at++;
				}
			}
		}
		return this.java.toString();
	}

	private void repetition() {
		this.java.append(this.source.charAt(this.at++));
		if (peek(0) == '+') {
			throw refused("possessive repetition");
		}
	}

	private void group() {
		if (peek(1) != '?') {
			copy(1);
			return;
		}
		if (this.source.startsWith("(?P<", this.at)) {
			this.java.append("(?<");
			this.at += 4;
			return;
		}
		if (peek(2) == '<' && (peek(3) == '=' || peek(3) == '!')) {
			throw refused("look-behind");
		}
		if (peek(2) != '<') {
			int end = this.at + 2;
			while (end < this.source.length() && "imsU-".indexOf(this.source.charAt(end)) >= 0) {
				end++;
			}
			if (end == this.source.length() || (this.source.charAt(end) != ':' && this.source.charAt(end) != ')')) {
				throw refused("group of a kind that RE2 has not");
			}
			if (this.source.substring(this.at, end).contains("U")) {
				throw refused("flag U");
			}
			copy(end - this.at);
			return;
		}
		copy(3);
	}

	private void characterClass() {
		int start = this.at;
		copy(1);
		if (peek(0) == '^') {
			copy(1);
		}
		boolean first = true;
		while (this.at < this.source.length()) {
			char c = this.source.charAt(this.at);
			if (c == ']' && !first) {
				copy(1);
				return;
			}
			first = false;
			if (c == '\\') {
				escape(true);
			}
			else if (c == '[' && peek(1) == ':') {
				posixClass();
			}
			else {
				if (c == '[' || c == ']' || c == '&' || c == '^') {
					this.java.append('\\');
				}
				copy(1);
			}
		}
		throw new PatternSyntaxException("missing closing ]", this.source, start);
	}

	private void posixClass() {
		int end = this.source.indexOf(":]", this.at);
		String name = (end > 0) ? this.source.substring(this.at + 2, end) : "";
		boolean negated = name.startsWith("^");
		String posix = switch (negated ? name.substring(1) : name) {
			case "alnum" -> "a-zA-Z0-9";
			case "alpha" -> "a-zA-Z";
			case "ascii" -> "\\x00-\\x7f";
			case "blank" -> "\\t ";
			case "cntrl" -> "\\x00-\\x1f\\x7f";
			case "digit" -> "0-9";
			case "graph" -> "!-~";
			case "lower" -> "a-z";
			case "print" -> " -~";
			case "punct" -> "!-/:-@\\[-`{-~";
			case "space" -> "\\t\\n\\x0b\\f\\r ";
			case "upper" -> "A-Z";
			case "word" -> "0-9A-Za-z_";
			case "xdigit" -> "0-9A-Fa-f";
			default -> throw new PatternSyntaxException("unknown class [:" + name + ":]", this.source, this.at);
		};
		this.java.append(negated ? "[^" : "[").append(posix).append(']');
		this.at = end + 2;
	}

	private void escape(boolean inClass) {
		char c = peek(1);
		if (c == 'v') {
			this.java.append("\\x0b");
			this.at += 2;
		}
		else if (c == 's' || c == 'S') {
			this.java.append((c == 's') ? "[\\t\\n\\f\\r ]" : "[^\\t\\n\\f\\r ]");
			this.at += 2;
		}
		else if (c == 'Q' && !inClass) {
			int end = this.source.indexOf("\\E", this.at + 2);
			String quoted = this.source.substring(this.at + 2, (end < 0) ? this.source.length() : end);
			this.java.append(Pattern.quote(quoted));
			this.at = (end < 0) ? this.source.length() : end + 2;
		}
		else if ("afnrtxdDwWpP0".indexOf(c) >= 0 || (!inClass && "AbBz".indexOf(c) >= 0) || isPunctuation(c)) {
			copy(2);
		}
		else {
			throw refused("escape \\" + ((c != 0) ? c : ""));
		}
	}

	private static boolean isPunctuation(char c) {
		return c > ' ' && c < 0x7f && !Character.isLetterOrDigit(c);
	}

	private char peek(int ahead) {
		return (this.at + ahead < this.source.length()) ? this.source.charAt(this.at + ahead) : 0;
	}

	private void copy(int characters) {
		this.java.append(this.source, this.at, this.at + characters);
		this.at += characters;
	}

	private PatternSyntaxException refused(String what) {
		return new PatternSyntaxException("RE2 has no " + what, this.source, this.at);
	}

}
