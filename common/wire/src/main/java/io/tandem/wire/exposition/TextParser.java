package io.tandem.wire.exposition;

import io.tandem.wire.exposition.MetricFamily.Type;
import io.tandem.wire.remotewrite.InvalidWriteRequestException;
import io.tandem.wire.series.Labels;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Parses the text format, byte by byte, to the letter of expfmt's TextParser, which the
 * Pushgateway and promtool use: what either takes is taken, what they refuse is refused,
 * blanks after a value and Windows' line ends included. Confined to one call.
 *
 * @see <a href=
 * "https://github.com/prometheus/common/blob/v0.39.0/expfmt/text_parse.go">expfmt's
 * text_parse.go</a>
 */
final class TextParser {

	private final byte[] body;

	private final Map<String, FamilyBuilder> families = new LinkedHashMap<>();

	private int at;

	private int line;

	TextParser(byte[] body) {
		this.body = body;
	}

	List<MetricFamily> parse() throws InvalidWriteRequestException {
		while (true) {
			this.line++;
			skipBlanks();
			if (this.at == this.body.length) {
				break;
			}
			switch (current()) {
				case '#' -> {
					this.at++;
					comment();
				}
				case '\n' -> this.at++;
				default -> sample();
			}
		}
		return this.families.values().stream().filter((family) -> !family.isEmpty()).map(FamilyBuilder::build).toList();
	}

	private void comment() throws InvalidWriteRequestException {
		skipBlanks();
		String keyword = word();
		if (current() == '\n') {
			this.at++;
			return;
		}
		if (!keyword.equals("HELP") && !keyword.equals("TYPE")) {
			restOfLine();
			return;
		}
		skipBlanks();
		String name = metricName();
		if (current() == '\n') {
			this.at++;
			return;
		}
		if (!isBlank(current())) {
			throw fault("invalid metric name in a comment");
		}
		FamilyBuilder family = family(name);
		skipBlanks();
		if (current() == '\n') {
			this.at++;
			return;
		}
		if (keyword.equals("HELP")) {
			help(family);
		}
		else {
			type(family);
		}
	}

	private void help(FamilyBuilder family) throws InvalidWriteRequestException {
		if (family.help() != null) {
			throw fault("second HELP line for metric " + family.name());
		}
		ByteArrayOutputStream help = new ByteArrayOutputStream();
		for (; current() != '\n'; this.at++) {
			if (current() == '\\') {
				this.at++;
				help.write(switch (current()) {
					case '\\' -> '\\';
					case 'n' -> '\n';
					default -> throw fault("invalid escape sequence in a HELP line");
				});
			}
			else {
				help.write(current());
			}
		}
		this.at++;
		family.help(help.toString(StandardCharsets.UTF_8));
	}

	private void type(FamilyBuilder family) throws InvalidWriteRequestException {
		if (family.type() != null) {
			throw fault("second TYPE line for metric " + family.name() + ", or TYPE after samples");
		}
		String type = restOfLine();
		// expfmt drops backslashes here, wherever they stand
		family.type(switch (type.replace("\\", "").toUpperCase(Locale.ROOT)) {
			case "COUNTER" -> Type.COUNTER;
			case "GAUGE" -> Type.GAUGE;
			case "HISTOGRAM" -> Type.HISTOGRAM;
			case "SUMMARY" -> Type.SUMMARY;
			case "UNTYPED", "GAUGE_HISTOGRAM" -> Type.UNTYPED;
			default -> throw fault("unknown metric type " + ExpositionFaults.quote(type));
		});
	}

	private void sample() throws InvalidWriteRequestException {
		String name = metricName();
		if (name.isEmpty()) {
			throw fault("invalid metric name");
		}
		current();
		FamilyBuilder family = family(name);
		if (family.type() == null) {
			family.type(Type.UNTYPED);
		}
		skipBlanks();
		LabelPairs labels = new LabelPairs();
		if (current() == '{') {
			this.at++;
			labels(family, labels);
		}
		String text = word();
		OptionalDouble value = GoFloat.parse(text);
		if (value.isEmpty()) {
			throw fault("expected a number as value, got " + ExpositionFaults.quote(text));
		}
		@Nullable Long timestamp = (current() == '\n') ? null : timestamp();
		this.at++;
		family.add(name, labels.asList(), value.getAsDouble(), timestamp);
	}

	private long timestamp() throws InvalidWriteRequestException {
		skipBlanks();
		String text = word();
		long timestamp;
		try {
			timestamp = Long.parseLong(text);
		}
		catch (NumberFormatException ex) {
			throw fault("expected a whole number as timestamp, got " + ExpositionFaults.quote(text));
		}
		if (current() != '\n') {
			throw fault("unexpected text after the timestamp");
		}
		return timestamp;
	}

	private void labels(FamilyBuilder family, LabelPairs labels) throws InvalidWriteRequestException {
		while (true) {
			skipBlanks();
			if (current() == '}') {
				break;
			}
			label(family, labels);
			skipBlanks();
			if (current() == ',') {
				this.at++;
			}
			else if (current() != '}') {
				throw fault("expected , or } after a label value of metric " + family.name());
			}
		}
		this.at++;
		skipBlanks();
	}

	private void label(FamilyBuilder family, LabelPairs labels) throws InvalidWriteRequestException {
		String name = labelName();
		if (name.isEmpty()) {
			throw fault("invalid label name for metric " + family.name());
		}
		if (name.equals(Labels.METRIC_NAME)) {
			throw fault("label name __name__ is reserved");
		}
		skipBlanks();
		if (current() != '=') {
			throw fault("expected = after label name " + ExpositionFaults.quote(name));
		}
		boolean isBound = (family.type() == Type.SUMMARY && name.equals("quantile"))
				|| (family.type() == Type.HISTOGRAM && name.equals("le"));
		if (!isBound && labels.contains(name)) {
			throw fault("label stands there twice for metric " + family.name() + ": " + ExpositionFaults.quote(name));
		}
		this.at++;
		skipBlanks();
		if (current() != '"') {
			throw fault("expected \" at the start of a label value");
		}
		this.at++;
		String value = labelValue();
		if (isBound && GoFloat.parse(value).isEmpty()) {
			throw fault("expected a number as value of label " + name + ", got " + ExpositionFaults.quote(value));
		}
		labels.put(name, value);
	}

	private String labelValue() throws InvalidWriteRequestException {
		int start = this.at;
		boolean escaped = false;
		for (; current() != '"'; this.at++) {
			if (current() == '\n') {
				throw fault("label value has an unescaped line end");
			}
			if (current() == '\\') {
				escaped = true;
				this.at++;
				if (current() != '"' && current() != '\\' && current() != 'n') {
					throw fault("invalid escape sequence in a label value");
				}
			}
		}
		String value = ExpositionFaults.utf8(this.body, start, this.at, "line " + this.line, "label value");
		this.at++;
		return escaped ? unescape(value) : value;
	}

	private static String unescape(String value) {
		StringBuilder text = new StringBuilder(value.length());
		for (int i = 0; i < value.length(); i++) {
			char c = value.charAt(i);
			if (c == '\\') {
				c = value.charAt(++i);
				text.append((c == 'n') ? '\n' : c);
			}
			else {
				text.append(c);
			}
		}
		return text.toString();
	}

	/** Finds the family a sample belongs to, by its name with or without a suffix. */
	private FamilyBuilder family(String name) {
		FamilyBuilder family = this.families.get(name);
		if (family != null) {
			return family;
		}
		String base = withoutSuffix(name, "_count", "_sum");
		family = this.families.get(base);
		if (family != null && family.type() == Type.SUMMARY) {
			return family;
		}
		base = withoutSuffix(name, "_count", "_sum", "_bucket");
		family = this.families.get(base);
		if (family != null && family.type() == Type.HISTOGRAM) {
			return family;
		}
		return this.families.computeIfAbsent(name, FamilyBuilder::new);
	}

	private static String withoutSuffix(String name, String... suffixes) {
		for (String suffix : suffixes) {
			if (name.length() > suffix.length() && name.endsWith(suffix)) {
				return name.substring(0, name.length() - suffix.length());
			}
		}
		return name;
	}

	private String metricName() {
		int start = this.at;
		while (this.at < this.body.length
				&& (isLetter(this.body[this.at]) || this.body[this.at] == ':' || isDigitAfter(start))) {
			this.at++;
		}
		return ascii(start);
	}

	private String labelName() {
		int start = this.at;
		while (this.at < this.body.length && (isLetter(this.body[this.at]) || isDigitAfter(start))) {
			this.at++;
		}
		return ascii(start);
	}

	private boolean isDigitAfter(int start) {
		return this.at > start && this.body[this.at] >= '0' && this.body[this.at] <= '9';
	}

	/** Reads up to a blank or a line end; the bytes may be anything. */
	private String word() throws InvalidWriteRequestException {
		int start = this.at;
		while (!isBlank(current()) && current() != '\n') {
			this.at++;
		}
		return ascii(start);
	}

	/** Reads up to the line end and passes it. */
	private String restOfLine() throws InvalidWriteRequestException {
		int start = this.at;
		while (current() != '\n') {
			this.at++;
		}
		String text = new String(this.body, start, this.at - start, StandardCharsets.UTF_8);
		this.at++;
		return text;
	}

	private String ascii(int start) {
		return new String(this.body, start, this.at - start, StandardCharsets.ISO_8859_1);
	}

	private void skipBlanks() {
		while (this.at < this.body.length && isBlank(this.body[this.at])) {
			this.at++;
		}
	}

	private byte current() throws InvalidWriteRequestException {
		if (this.at == this.body.length) {
			throw fault("unexpected end, the last line must have a line end too");
		}
		return this.body[this.at];
	}

	private static boolean isBlank(byte b) {
		return b == ' ' || b == '\t';
	}

	private static boolean isLetter(byte b) {
		return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || b == '_';
	}

	private InvalidWriteRequestException fault(String problem) {
		return ExpositionFaults.inLine(this.line, problem);
	}

}
