package io.tandem.wire.exposition;

import io.tandem.wire.remotewrite.InvalidWriteRequestException;
import io.tandem.wire.series.Labels;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Reads one sample line of OpenMetrics: name, labels, value, and where given timestamp
 * and exemplar, with exactly one space between them. Confined to one call.
 */
final class OpenMetricsLine {

	private static final int MAX_EXEMPLAR_CHARACTERS = 128;

	private static final double MILLIS = 1000;

	private final String text;

	private final int number;

	private int at;

	private String name = "";

	private LabelPairs labels = new LabelPairs();

	private double value;

	private @Nullable Long timestampMillis;

	private boolean hasExemplar;

	private OpenMetricsLine(String text, int number) {
		this.text = text;
		this.number = number;
	}

	static OpenMetricsLine read(String text, int number) throws InvalidWriteRequestException {
		OpenMetricsLine line = new OpenMetricsLine(text, number);
		line.read();
		return line;
	}

	String name() {
		return this.name;
	}

	LabelPairs labels() {
		return this.labels;
	}

	double value() {
		return this.value;
	}

	@Nullable Long timestampMillis() {
		return this.timestampMillis;
	}

	boolean hasExemplar() {
		return this.hasExemplar;
	}

	private void read() throws InvalidWriteRequestException {
		this.name = name(true);
		if (this.name.isEmpty()) {
			throw fault("invalid metric name");
		}
		if (peek() == '{') {
			this.labels = readLabels();
		}
		this.value = number("value");
		if (isAhead(" ") && !isAhead(" # ")) {
			this.timestampMillis = timestamp();
		}
		if (isAhead(" # {")) {
			this.at += 3;
			exemplar();
		}
		if (this.at < this.text.length()) {
			throw fault("unexpected text at column " + (this.at + 1));
		}
	}

	private void exemplar() throws InvalidWriteRequestException {
		this.hasExemplar = true;
		int characters = 0;
		for (String part : readLabels().asList()) {
			characters += part.codePointCount(0, part.length());
		}
		if (characters > MAX_EXEMPLAR_CHARACTERS) {
			throw fault(
					"exemplar's labels are too long: characters=" + characters + " limit=" + MAX_EXEMPLAR_CHARACTERS);
		}
		number("exemplar's value");
		if (this.at < this.text.length()) {
			timestamp();
		}
	}

	private LabelPairs readLabels() throws InvalidWriteRequestException {
		LabelPairs pairs = new LabelPairs();
		this.at++;
		while (peek() != '}') {
			String label = name(false);
			if (label.isEmpty() || label.equals(Labels.METRIC_NAME)) {
				throw fault("invalid label name at column " + (this.at + 1));
			}
			if (!isAhead("=\"")) {
				throw fault("expected =\" after label name " + ExpositionFaults.quote(label));
			}
			if (pairs.contains(label)) {
				throw fault("label stands there twice: " + ExpositionFaults.quote(label));
			}
			this.at += 2;
			pairs.put(label, labelValue());
			if (peek() == ',') {
				this.at++;
			}
			else if (peek() != '}') {
				throw fault("expected , or } after the value of label " + ExpositionFaults.quote(label));
			}
		}
		this.at++;
		return pairs;
	}

	private String labelValue() throws InvalidWriteRequestException {
		int start = this.at;
		while (this.at < this.text.length() && peek() != '"') {
			this.at += (peek() == '\\') ? 2 : 1;
		}
		if (this.at >= this.text.length()) {
			throw fault("label value has no end");
		}
		return unescape(this.text.substring(start, this.at++));
	}

	/** Resolves line ends, quotes and backslashes; any other escape stands for itself. */
	static String unescape(String text) {
		if (text.indexOf('\\') < 0) {
			return text;
		}
		StringBuilder plain = new StringBuilder(text.length());
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			char next = (i + 1 < text.length()) ? text.charAt(i + 1) : 0;
			if (c == '\\' && (next == 'n' || next == '"' || next == '\\')) {
				plain.append((next == 'n') ? '\n' : next);
				i++;
			}
			else {
				plain.append(c);
			}
		}
		return plain.toString();
	}

	private double number(String what) throws InvalidWriteRequestException {
		String word = word(what);
		OptionalDouble number = GoFloat.parse(word);
		if (number.isEmpty()) {
			throw fault("expected a number as " + what + ", got " + ExpositionFaults.quote(word));
		}
		return number.getAsDouble();
	}

	private long timestamp() throws InvalidWriteRequestException {
		double seconds = number("timestamp");
		double millis = Math.rint(seconds * MILLIS);
		if (!(Math.abs(millis) < Long.MAX_VALUE)) {
			throw fault("timestamp is out of range: seconds=" + seconds);
		}
		return (long) millis;
	}

	private String word(String what) throws InvalidWriteRequestException {
		if (peek() != ' ') {
			throw fault("expected one space and a " + what + " at column " + (this.at + 1));
		}
		int start = ++this.at;
		while (this.at < this.text.length() && peek() != ' ') {
			this.at++;
		}
		return this.text.substring(start, this.at);
	}

	private String name(boolean colons) {
		int start = this.at;
		while (this.at < this.text.length()) {
			char c = this.text.charAt(this.at);
			boolean isDigit = c >= '0' && c <= '9' && this.at > start;
			if (!isDigit && !(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && c != '_' && !(colons && c == ':')) {
				break;
			}
			this.at++;
		}
		return this.text.substring(start, this.at);
	}

	private boolean isAhead(String expected) {
		return this.text.startsWith(expected, this.at);
	}

	private char peek() {
		return (this.at < this.text.length()) ? this.text.charAt(this.at) : 0;
	}

	private InvalidWriteRequestException fault(String problem) {
		return ExpositionFaults.inLine(this.number, problem);
	}

}
