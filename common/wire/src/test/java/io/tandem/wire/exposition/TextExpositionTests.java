package io.tandem.wire.exposition;

import io.tandem.wire.exposition.MetricFamily.Line;
import io.tandem.wire.exposition.MetricFamily.Type;
import io.tandem.wire.remotewrite.InvalidWriteRequestException;
import io.tandem.wire.remotewrite.InvalidWriteRequestException.Reason;
import io.tandem.wire.series.Labels;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class TextExpositionTests {

	private static final String WHOLE = """
			# HELP http_requests_total All \\\\ requests,\\nby code.
			# TYPE http_requests_total counter
			http_requests_total{method="post",code="200"} 1027 1395066363000
			http_requests_total{method="post",code="400"}    3

			# just a comment
			msdos_file_access_time_seconds{path="C:\\\\DIR\\\\F.TXT",error="no \\"FILE\\"\\n",} 1.458255915e9
			metric_without_timestamp_and_labels +Inf
			# TYPE rpc_seconds summary
			rpc_seconds{quantile="0.5"} NaN
			rpc_seconds_sum 1.7560473e+07
			rpc_seconds_count 2693
			# TYPE size_bytes histogram
			size_bytes_bucket{le="0.5"} 1
			size_bytes_bucket{le="+Inf"} 2
			size_bytes_sum 3
			size_bytes_count 2
			""";

	@Test
	void readsFamiliesWithTypeHelpLabelsValuesAndTimestamps() throws InvalidWriteRequestException {
		List<MetricFamily> families = parse(WHOLE);
		assertThat(families).extracting(MetricFamily::name)
			.containsExactly("http_requests_total", "msdos_file_access_time_seconds",
					"metric_without_timestamp_and_labels", "rpc_seconds", "size_bytes");
		assertThat(families).extracting(MetricFamily::type)
			.containsExactly(Type.COUNTER, Type.UNTYPED, Type.UNTYPED, Type.SUMMARY, Type.HISTOGRAM);
		assertThat(families.getFirst().help()).isEqualTo("All \\ requests,\nby code.");
		assertThat(families.getFirst().lines()).containsExactly(
				new Line(Labels.of("__name__", "http_requests_total", "method", "post", "code", "200"), 1027,
						1395066363000L),
				new Line(Labels.of("__name__", "http_requests_total", "method", "post", "code", "400"), 3, null));
		assertThat(families.get(1).lines().getFirst().labels().get("error")).isEqualTo("no \"FILE\"\n");
		assertThat(families.get(2).lines().getFirst().value()).isEqualTo(Double.POSITIVE_INFINITY);
		assertThat(families.get(3).lines().getFirst().value()).isNaN();
		assertThat(families.get(4).lines()).extracting((line) -> line.labels().metricName())
			.containsExactly("size_bytes_bucket", "size_bytes_bucket", "size_bytes_sum", "size_bytes_count");
	}

	@Test
	void readsWhatItWrites() throws InvalidWriteRequestException {
		List<MetricFamily> families = parse(WHOLE);
		assertThat(parse(write(families))).isEqualTo(families);
	}

	@Test
	void writesAsPrometheusClientsDo() {
		MetricFamily family = new MetricFamily("a_total", Type.COUNTER, "x\\y\nz",
				List.of(new Line(Labels.of("__name__", "a_total", "b", "c\"d"), 1e9, 5L)));
		assertThat(write(List.of(family))).isEqualTo("""
				# HELP a_total x\\\\y\\nz
				# TYPE a_total counter
				a_total{b="c\\"d"} 1e+09 5
				""");
	}

	@Test
	void writesFamiliesOfOneNameTogetherAndThoseWithoutLinesNotAtAll() {
		Line one = new Line(Labels.of("__name__", "a", "b", "1"), 1, null);
		Line two = new Line(Labels.of("__name__", "a", "b", "2"), 2, null);
		Line other = new Line(Labels.of("__name__", "c"), 3, null);
		assertThat(write(List.of(new MetricFamily("a", Type.GAUGE, null, List.of(one)),
				new MetricFamily("c", Type.UNTYPED, null, List.of(other)),
				new MetricFamily("empty", Type.GAUGE, "x", List.of()),
				new MetricFamily("a", Type.GAUGE, "ignored", List.of(two)))))
			.isEqualTo("# TYPE a gauge\na{b=\"1\"} 1\na{b=\"2\"} 2\nc 3\n");
	}

	@Test
	void writesWhatCouldBeTakenForAPartOfAHistogramBeforeIt() throws InvalidWriteRequestException {
		List<MetricFamily> families = parse("""
				# HELP h x
				# HELP h_count y
				h_count{own="1"} 1
				# TYPE h histogram
				h_bucket{le="1"} 1
				""");
		assertThat(families).hasSize(2);
		assertThat(parse(write(families))).containsExactlyInAnyOrderElementsOf(families);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "\n", " \t", "\n\n", "a 1\n", " a 1\n", "a\t1\t2\n", "a{} 1\n", "a{}1\n",
			"a { b = \"c\" , } 1\n", "a{b=\"c\"}1 -5\n", "a 1 +5\n", "#\n", "# \n", "#x\n", "# HELP\n", "# HELP a\n",
			"# HELP a \n", "# TYPE a\n", "#HELP a b\n", "# TYPE a COUNTER\n", "# TYPE a cou\\nter\n", "a 1\na 1\n",
			"a{b=\"\"} 1\n", "# TYPE a histogram\na 1\na_bucket 2\n", "# HELP a b\n# TYPE a gauge\na 1\n",
			"# comment\r\na 1\n" })
	void takesWhatPromtoolTakes(String text) throws InvalidWriteRequestException {
		assertThat(parse(text)).isNotNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "a 1", "a", "a\n", "a \n", "a 1 \n", "a 1 2 \n", "a 1 2 3\n", "a 1\r\n", "1a 1\n",
			"{} 1\n", "a{ 1\n", "a{b} 1\n", "a{b=c} 1\n", "a{b=\"c} 1\n", "a{b=\"c\"\n", "a{b=\"c\"} \n", "a{,} 1\n",
			"a{b=\"c\",,} 1\n", "a{b=\"c\" d=\"e\"} 1\n", "a{1b=\"c\"} 1\n", "a{b:c=\"d\"} 1\n",
			"a{__name__=\"b\"} 1\n", "a{b=\"c\",b=\"d\"} 1\n", "a{b=\"\\q\"} 1\n", "a{b=\"c\nd\"} 1\n", "a b\n",
			"a 1 b\n", "a 1 1.5\n", "a 1 9223372036854775808\n", "# HELP a b", "#", "# TYPE a", "# TYPE a nonsense\n",
			"# TYPE a gauge \n", "# TYPE {\n", "# HELP a \\x\n", "# HELP a b\n# HELP a b\n",
			"# TYPE a gauge\n# TYPE a gauge\n", "a 1\n# TYPE a gauge\n", "# TYPE a histogram\n# TYPE a_count counter\n",
			"# TYPE a summary\na{quantile=\"x\"} 1\n", "# TYPE a histogram\na_sum{le=\"x\"} 1\n", "\ufeffa 1\n",
			"ä 1\n" })
	void refusesWhatPromtoolRefuses(String text) {
		assertThat(refused(text.getBytes(StandardCharsets.UTF_8)).reason()).isEqualTo(Reason.BAD_EXPOSITION);
	}

	@ParameterizedTest
	@CsvSource({ "1, 1", "+1., 1", "-.5, -0.5", "1e3, 1000", "1E-2, 0.01", "inf, Infinity", "+INF, Infinity",
			"-Infinity, -Infinity", "nan, NaN", "NaN, NaN", "1e-999, 0", "0e999, 0" })
	void readsNumbersAsGoDoes(String text, Double value) throws InvalidWriteRequestException {
		assertThat(parse("a " + text + "\n").getFirst().lines().getFirst().value()).isEqualTo(value);
	}

	@ParameterizedTest
	@ValueSource(strings = { "0x1p3", "0x10", "1_000", "1e999", "-nan", "+nan", "1f", "1d", "1e", ".", "+", "1e5.0",
			"infi", "--1", "1,5" })
	void refusesNumbersThatGoOrExpfmtRefuse(String text) {
		assertThat(refused(("a " + text + "\n").getBytes(StandardCharsets.UTF_8))).hasMessageContaining("line 1")
			.hasMessageContaining(text);
	}

	@Test
	void saysTheLine() {
		assertThat(refused("a 1\n\n# x\nb x\n".getBytes(StandardCharsets.UTF_8)))
			.hasMessage("line 4: expected a number as value, got 'x'");
	}

	@Test
	void refusesLabelValuesThatAreNotUtf8ButNotHelp() throws InvalidWriteRequestException {
		assertThat(refused("a{b=\"\u00ff\"} 1\n".getBytes(StandardCharsets.ISO_8859_1)).reason())
			.isEqualTo(Reason.NOT_UTF8);
		assertThat(Expositions.parse("# HELP a \u00ff\na 1\n".getBytes(StandardCharsets.ISO_8859_1),
				ExpositionFormat.TEXT))
			.hasSize(1);
	}

	@Test
	void aLineOfVeryManyLabelsCostsNoSquareOfThem() throws InvalidWriteRequestException {
		StringBuilder text = new StringBuilder("a{");
		for (int i = 100_000; i > 0; i--) {
			text.append('l').append(i).append("=\"1\",");
		}
		assertThat(parse(text + "} 1\n").getFirst().lines().getFirst().labels().size()).isEqualTo(100_001);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			0 | 0
			-0.0 | -0
			1 | 1
			100000 | 100000
			1000000 | 1e+06
			123456789 | 1.23456789e+08
			0.0001 | 0.0001
			0.00001 | 1e-05
			-2.5 | -2.5
			1e-300 | 1e-300
			1.7976931348623157e308 | 1.7976931348623157e+308
			4.9e-324 | 5e-324
			2e23 | 2e+23
			""")
	void writesNumbersAsGoDoes(double value, String text) {
		assertThat(GoFloat.format(value)).isEqualTo(text);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			text/plain; version=0.0.4 | TEXT
			'' | TEXT
			application/json | TEXT
			application/openmetrics-text; version=1.0.0; charset=utf-8 | OPENMETRICS
			Application/OpenMetrics-Text | OPENMETRICS
			application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited | PROTOBUF
			application/vnd.google.protobuf;encoding="delimited" ;proto="io.prometheus.client.MetricFamily" | PROTOBUF
			application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=text | TEXT
			""")
	void knowsTheFormatByItsContentType(String contentType, ExpositionFormat format) {
		assertThat(Expositions.formatOf(contentType)).isEqualTo(format);
		assertThat(Expositions.formatOf(null)).isEqualTo(ExpositionFormat.TEXT);
	}

	private static List<MetricFamily> parse(String text) throws InvalidWriteRequestException {
		return Expositions.parse(text.getBytes(StandardCharsets.UTF_8), ExpositionFormat.TEXT);
	}

	private static String write(List<MetricFamily> families) {
		return new String(Expositions.write(families), StandardCharsets.UTF_8);
	}

	private static InvalidWriteRequestException refused(byte[] body) {
		InvalidWriteRequestException ex = catchThrowableOfType(InvalidWriteRequestException.class,
				() -> Expositions.parse(body, ExpositionFormat.TEXT));
		assertThat(ex).as("refusal of %s", new String(body, StandardCharsets.UTF_8)).isNotNull();
		return ex;
	}

}
