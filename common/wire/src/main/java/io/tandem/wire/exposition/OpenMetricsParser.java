package io.tandem.wire.exposition;

import io.tandem.wire.remotewrite.InvalidWriteRequestException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parses OpenMetrics 1.0, line by line, by the letter of its grammar but for a comma that
 * may follow the last label, as Prometheus takes it. Exemplars are checked and dropped,
 * the text format has no place for them. Confined to one call.
 *
 * @see <a href=
 * "https://github.com/prometheus/OpenMetrics/blob/main/specification/OpenMetrics.md">OpenMetrics
 * 1.0</a>
 */
final class OpenMetricsParser {

	private static final Pattern DESCRIPTION = Pattern.compile("# (TYPE|HELP|UNIT) ([a-zA-Z_:][a-zA-Z0-9_:]*+) (.*)",
			Pattern.DOTALL);

	private final byte[] body;

	private final Map<String, FamilyBuilder> textFamilies = new LinkedHashMap<>();

	private final Set<String> finished = new HashSet<>();

	private @Nullable Family family;

	private int line;

	OpenMetricsParser(byte[] body) {
		this.body = body;
	}

	List<MetricFamily> parse() throws InvalidWriteRequestException {
		boolean ended = false;
		int start = 0;
		while (start < this.body.length) {
			int end = start;
			while (end < this.body.length && this.body[end] != '\n') {
				end++;
			}
			this.line++;
			if (ended) {
				throw fault("nothing may follow # EOF");
			}
			String text = ExpositionFaults.utf8(this.body, start, end, "line " + this.line, "line");
			ended = text.equals("# EOF");
			if (!ended && end == this.body.length) {
				throw fault("unexpected end, # EOF is missing");
			}
			if (!ended) {
				line(text);
			}
			start = end + 1;
		}
		if (!ended) {
			throw ExpositionFaults.inLine(this.line + 1, "unexpected end, # EOF is missing");
		}
		return this.textFamilies.values().stream().map(FamilyBuilder::build).toList();
	}

	private void line(String text) throws InvalidWriteRequestException {
		if (text.isEmpty()) {
			throw fault("empty lines are not allowed");
		}
		if (text.charAt(0) != '#') {
			sample(OpenMetricsLine.read(text, this.line));
			return;
		}
		Matcher description = DESCRIPTION.matcher(text);
		if (!description.matches()) {
			throw fault("expected # TYPE, # HELP, # UNIT or # EOF, got " + ExpositionFaults.quote(text));
		}
		describe(description.group(1), description.group(2), description.group(3));
	}

	private void describe(String keyword, String name, String text) throws InvalidWriteRequestException {
		Family described = this.family;
		if (described == null || !described.name.equals(name)) {
			described = begin(name);
		}
		if (described.hasSamples) {
			throw fault(keyword + " must come before the samples of " + name);
		}
		if (!described.keywords.add(keyword)) {
			throw fault("second " + keyword + " line for metric " + name);
		}
		switch (keyword) {
			case "TYPE" -> {
				OpenMetricsType type = OpenMetricsType.named(text);
				if (type == null) {
					throw fault("unknown metric type " + ExpositionFaults.quote(text));
				}
				described.type = type;
			}
			case "HELP" -> described.help = text.isEmpty() ? null : OpenMetricsLine.unescape(text);
			default -> {
				if (!text.isEmpty() && !name.endsWith("_" + text)) {
					throw fault("the name must end in its unit: " + name + ", unit " + ExpositionFaults.quote(text));
				}
			}
		}
	}

	private Family begin(String name) throws InvalidWriteRequestException {
		if (this.family != null) {
			this.finished.add(this.family.name);
		}
		if (this.finished.contains(name)) {
			throw fault("lines of one metric must stand together: " + name);
		}
		Family begun = new Family(name);
		this.family = begun;
		return begun;
	}

	private void sample(OpenMetricsLine sample) throws InvalidWriteRequestException {
		Family of = this.family;
		String suffix = (of != null) ? of.type.suffixOf(sample.name(), of.name) : null;
		if (of == null || suffix == null) {
			if (of != null && of.name.equals(sample.name())) {
				throw fault("a metric of type " + of.type.name().toLowerCase(Locale.ROOT) + " has no sample named "
						+ sample.name());
			}
			of = begin(sample.name());
			suffix = "";
		}
		of.hasSamples = true;
		check(sample, of.type, suffix);
		String name = of.type.textFamily(of.name, suffix);
		FamilyBuilder builder = this.textFamilies.computeIfAbsent(name, FamilyBuilder::new);
		builder.type(of.type.textType(suffix));
		if (!suffix.equals("_created")) {
			builder.help(of.help);
		}
		builder.add(sample.name(), sample.labels().asList(), sample.value(), sample.timestampMillis());
	}

	private void check(OpenMetricsLine sample, OpenMetricsType type, String suffix)
			throws InvalidWriteRequestException {
		double value = sample.value();
		switch (type) {
			case COUNTER -> require(value >= 0, sample, "a counter is a number of at least 0");
			case INFO -> require(value == 1, sample, "an info's value is 1");
			case STATESET -> require(value == 0 || value == 1, sample, "a state is 0 or 1");
			case SUMMARY -> require(!suffix.isEmpty() || isNumber(sample, "quantile"), sample,
					"needs a label quantile that is a number");
			case HISTOGRAM, GAUGEHISTOGRAM -> require(!suffix.equals("_bucket") || isNumber(sample, "le"), sample,
					"needs a label le that is a number");
			case GAUGE, UNKNOWN -> {
			}
		}
		require(!sample.hasExemplar() || suffix.equals("_total") || suffix.equals("_bucket"), sample,
				"only counters and buckets have exemplars");
	}

	private static boolean isNumber(OpenMetricsLine sample, String label) {
		String bound = sample.labels().get(label);
		return bound != null && GoFloat.parse(bound).isPresent();
	}

	private void require(boolean holds, OpenMetricsLine sample, String rule) throws InvalidWriteRequestException {
		if (!holds) {
			throw fault(sample.name() + ": " + rule);
		}
	}

	private InvalidWriteRequestException fault(String problem) {
		return ExpositionFaults.inLine(this.line, problem);
	}

	/** The family whose lines are being read. */
	private static final class Family {

		private final String name;

		private final Set<String> keywords = new HashSet<>();

		private OpenMetricsType type = OpenMetricsType.UNKNOWN;

		private @Nullable String help;

		private boolean hasSamples;

		private Family(String name) {
			this.name = name;
		}

	}

}
