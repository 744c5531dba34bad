package io.tandem.wire.series;

import io.tandem.wire.series.SeriesSelector.Matcher;
import io.tandem.wire.series.SeriesSelector.Operator;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads one selector. String literals are Go's: escapes within double and single quotes,
 * none within backticks. Confined to one call.
 *
 * @see <a href=
 * "https://prometheus.io/docs/prometheus/latest/querying/basics/">PromQL</a>
 */
final class SelectorParser {

	static final int MAX_LENGTH = 8192;

	private final String text;

	private final List<Matcher> matchers = new ArrayList<>();

	private int at;

	SelectorParser(String text) {
		this.text = text;
	}

	SeriesSelector parse() {
		if (this.text.length() > MAX_LENGTH) {
			throw new IllegalArgumentException(
					"selector is too long: length=" + this.text.length() + " limit=" + MAX_LENGTH);
		}
		skipSpace();
		String name = identifier(true);
		if (!name.isEmpty()) {
			this.matchers.add(new Matcher(Labels.METRIC_NAME, Operator.EQUAL, name, null));
		}
		skipSpace();
		if (peek() == '{') {
			this.at++;
			braces(!name.isEmpty());
		}
		else if (name.isEmpty()) {
			throw fault("expected a metric name or {");
		}
		skipSpace();
		if (this.at < this.text.length()) {
			throw fault("expected the end");
		}
		return new SeriesSelector(this.matchers);
	}

	private void braces(boolean named) {
		skipSpace();
		while (peek() != '}') {
			int start = this.at;
			Matcher matcher = matcher();
			if (named && matcher.label().equals(Labels.METRIC_NAME)) {
				this.at = start;
				throw fault("metric name is given twice");
			}
			this.matchers.add(matcher);
			skipSpace();
			if (peek() == ',') {
				this.at++;
				skipSpace();
			}
			else if (peek() != '}') {
				throw fault("expected , or }");
			}
		}
		this.at++;
	}

	private Matcher matcher() {
		String label = identifier(false);
		if (label.isEmpty()) {
			throw fault("expected a label name");
		}
		skipSpace();
		Operator operator = operator();
		skipSpace();
		int start = this.at;
		String value = string();
		if (!operator.isRegex()) {
			return new Matcher(label, operator, value, null);
		}
		try {
			return new Matcher(label, operator, value, Re2Syntax.compile(value));
		}
		catch (IllegalArgumentException ex) {
			this.at = start;
			throw fault(String.valueOf(ex.getMessage()));
		}
	}

	private Operator operator() {
		char first = peek();
		char second = (this.at + 1 < this.text.length()) ? this.text.charAt(this.at + 1) : 0;
		if (first == '=' && second != '~') {
			this.at++;
			return Operator.EQUAL;
		}
		Operator operator;
		if (first == '=') {
			operator = Operator.REGEX;
		}
		else if (first == '!' && second == '=') {
			operator = Operator.NOT_EQUAL;
		}
		else if (first == '!' && second == '~') {
			operator = Operator.NOT_REGEX;
		}
		else {
			throw fault("expected =, !=, =~ or !~");
		}
		this.at += 2;
		return operator;
	}

	private String identifier(boolean colons) {
		int start = this.at;
		while (this.at < this.text.length()) {
			char c = this.text.charAt(this.at);
			boolean digit = c >= '0' && c <= '9' && this.at > start;
			if (!digit && !(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && c != '_' && !(colons && c == ':')) {
				break;
			}
			this.at++;
		}
		return this.text.substring(start, this.at);
	}

	private String string() {
		char quote = peek();
		if (quote != '"' && quote != '\'' && quote != '`') {
			throw fault("expected a string in quotes");
		}
		int start = this.at++;
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		while (peek() != quote) {
			if (this.at >= this.text.length() || (quote != '`' && peek() == '\n')) {
				this.at = start;
				throw fault("string has no end");
			}
			if (quote != '`' && peek() == '\\') {
				escape(quote, bytes);
			}
			else {
				append(this.text.codePointAt(this.at), bytes);
				this.at += Character.charCount(this.text.codePointAt(this.at));
			}
		}
		this.at++;
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
		}
		catch (CharacterCodingException ex) {
			this.at = start;
			throw fault("string is not UTF-8");
		}
	}

	private void escape(char quote, ByteArrayOutputStream bytes) {
		this.at++;
		char c = peek();
		this.at++;
		switch (c) {
			case 'a' -> bytes.write(7);
			case 'b' -> bytes.write('\b');
			case 'f' -> bytes.write('\f');
			case 'n' -> bytes.write('\n');
			case 'r' -> bytes.write('\r');
			case 't' -> bytes.write('\t');
			case 'v' -> bytes.write(11);
			case '\\' -> bytes.write('\\');
			case 'x' -> bytes.write(number(2, 16, 255));
			case 'u' -> append(number(4, 16, 0xffff), bytes);
			case 'U' -> append(number(8, 16, Character.MAX_CODE_POINT), bytes);
			case '0', '1', '2', '3', '4', '5', '6', '7' -> {
				this.at--;
				bytes.write(number(3, 8, 255));
			}
			default -> {
				if (c != quote) {
					this.at -= 2;
					throw fault("unknown escape");
				}
				bytes.write(c);
			}
		}
	}

	private int number(int digits, int radix, int highest) {
		long value = 0;
		for (int i = 0; i < digits; i++) {
			char c = peek();
			int digit = (c < 128) ? Character.digit(c, radix) : -1;
			if (digit < 0) {
				throw fault("expected " + digits + " digits of base " + radix);
			}
			value = value * radix + digit;
			this.at++;
		}
		if (value > highest) {
			throw fault("escape is out of range");
		}
		return (int) value;
	}

	private void append(int codePoint, ByteArrayOutputStream bytes) {
		if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
			throw fault("surrogates are not characters");
		}
		bytes.writeBytes(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
	}

	private void skipSpace() {
		while (" \t\n\r".indexOf(peek()) >= 0) {
			this.at++;
		}
	}

	/** Returns the next character, 0 at the end. */
	private char peek() {
		return (this.at < this.text.length()) ? this.text.charAt(this.at) : 0;
	}

	private IllegalArgumentException fault(String problem) {
		return new IllegalArgumentException(problem + " at position " + (this.at + 1) + ": " + this.text);
	}

}
