package io.tandem.wire.exposition;

import io.tandem.wire.exposition.MetricFamily.Line;
import io.tandem.wire.exposition.MetricFamily.Type;
import io.tandem.wire.remotewrite.InvalidWriteRequestException;
import io.tandem.wire.remotewrite.InvalidWriteRequestException.Reason;
import io.tandem.wire.series.Labels;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

class OpenMetricsTests {

	private static final String WHOLE = """
			# TYPE acme_http_seconds counter
			# UNIT acme_http_seconds seconds
			# HELP acme_http_seconds Latency\\n\\"quoted\\" \\x.
			acme_http_seconds_total{path="/api/v1",method="GET"} 0.2 1520879607.789 # {trace_id="KOO5S4vxi0o"} 0.67 1.5
			acme_http_seconds_created{path="/api/v1",method="GET"} 1605281325.0
			# TYPE temp gauge
			temp -1e3 -1
			# TYPE size histogram
			size_bucket{le="0.1"} 8 # {} 0.054
			size_bucket{le="+Inf"} 17
			size_count 17
			size_sum 324789.3
			size_created 1520430000.123
			# TYPE rpc summary
			rpc{quantile="0.95"} 123.7
			rpc_count 3
			rpc_sum 4
			# TYPE build info
			build_info{version="1,\\"2\\\\",} 1
			# TYPE state stateset
			state{state="a"} 1
			# TYPE queue gaugehistogram
			queue_bucket{le="+Inf"} 2
			queue_gcount 2
			queue_gsum -1
			other NaN
			# EOF
			""";

	@Test
	void mapsEveryTypeToTheTextFormats() throws InvalidWriteRequestException {
		assertThat(parse(WHOLE)).extracting(MetricFamily::name, MetricFamily::type)
			.containsExactly(tuple("acme_http_seconds_total", Type.COUNTER),
					tuple("acme_http_seconds_created", Type.GAUGE), tuple("temp", Type.GAUGE),
					tuple("size", Type.HISTOGRAM), tuple("size_created", Type.GAUGE), tuple("rpc", Type.SUMMARY),
					tuple("build_info", Type.GAUGE), tuple("state", Type.GAUGE), tuple("queue_bucket", Type.GAUGE),
					tuple("queue_gcount", Type.GAUGE), tuple("queue_gsum", Type.GAUGE), tuple("other", Type.UNTYPED));
	}

	@Test
	void readsHelpLabelsAndTimestampsInSeconds() throws InvalidWriteRequestException {
		List<MetricFamily> families = parse(WHOLE);
		assertThat(families.getFirst().help()).isEqualTo("Latency\n\"quoted\" \\x.");
		assertThat(families.getFirst().lines()).containsExactly(
				new Line(Labels.of("__name__", "acme_http_seconds_total", "path", "/api/v1", "method", "GET"), 0.2,
						1520879607789L));
		assertThat(families.get(2).lines().getFirst().timestampMillis()).isEqualTo(-1000);
		assertThat(families.get(6).lines().getFirst().labels().get("version")).isEqualTo("1,\"2\\");
	}

	@Test
	void canBeWrittenAsText() throws InvalidWriteRequestException {
		List<MetricFamily> families = parse(WHOLE);
		assertThat(Expositions.parse(Expositions.write(families), ExpositionFormat.TEXT))
			.containsExactlyInAnyOrderElementsOf(families);
	}

	@ParameterizedTest
	@ValueSource(strings = { "# EOF", "# EOF\n", "a 1\n# EOF", "a{} 1\n# EOF", "# HELP a \na 1\n# EOF",
			"# TYPE a counter\n# EOF", "# UNIT a \n# EOF", "a 1\na 2\n# EOF" })
	void takes(String text) throws InvalidWriteRequestException {
		assertThat(parse(text)).isNotNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "\n", "a 1", "a 1\n", "a 1\n# EOF\n\n", "# EOF\na 1\n", "\n# EOF", "# comment\n# EOF",
			"#\n# EOF", "a  1\n# EOF", "a 1 \n# EOF", " a 1\n# EOF", "a\t1\n# EOF", "a 1\r\n# EOF", "a\n# EOF",
			"a x\n# EOF", "a 1 x\n# EOF", "a 1 NaN\n# EOF", "a 1 1e300\n# EOF", "a 1 2 3\n# EOF", "1a 1\n# EOF",
			"a{b} 1\n# EOF", "a{b=\"c} 1\n# EOF", "a{b=\"c\\\"} 1\n# EOF", "a{b=\"c\"\n# EOF", "a{b=\"c\",,} 1\n# EOF",
			"a{b =\"c\"} 1\n# EOF", "a{b=\"c\",b=\"d\"} 1\n# EOF", "a{__name__=\"b\"} 1\n# EOF",
			"# TYPE a nonsense\n# EOF", "# TYPE a gauge\n# TYPE a gauge\n# EOF", "# HELP a b\n# HELP a b\n# EOF",
			"a 1\n# TYPE a gauge\n# EOF", "# UNIT a seconds\n# EOF", "a 1\nb 1\na 2\n# EOF",
			"# TYPE a gauge\n# TYPE b gauge\na 1\n# EOF", "# TYPE a counter\na 1\n# EOF",
			"# TYPE a counter\na_total -1\n# EOF", "# TYPE a counter\na_total NaN\n# EOF",
			"# TYPE a histogram\na_bucket 1\n# EOF", "# TYPE a histogram\na_bucket{le=\"x\"} 1\n# EOF",
			"# TYPE a summary\na 1\n# EOF", "# TYPE a info\na_info 2\n# EOF", "# TYPE a stateset\na{a=\"b\"} 2\n# EOF",
			"a 1 # {b=\"c\"} 1\n# EOF", "# TYPE a counter\na_total 1 # {b=\"c\"}\n# EOF",
			"# TYPE a counter\na_total 1 # b\n# EOF", "# TYPE a counter\na_total 1 # {b=\"c\"} x\n# EOF",
			"# TYPE a counter\na_total 1 # {b=\"c\"} 1 2 3\n# EOF" })
	void refuses(String text) {
		assertThat(refused(text.getBytes(StandardCharsets.UTF_8))).hasMessageMatching("(?s)line \\d+: .*")
			.extracting(InvalidWriteRequestException::reason)
			.isEqualTo(Reason.BAD_EXPOSITION);
	}

	@Test
	void refusesExemplarsWithTooLongLabels() throws InvalidWriteRequestException {
		String text = "# TYPE a counter\na_total 1 # {b=\"%s\"} 1\n# EOF";
		parse(text.formatted("ä".repeat(127)));
		assertThat(refused(text.formatted("ä".repeat(128)).getBytes(StandardCharsets.UTF_8)))
			.hasMessageContaining("characters=129 limit=128");
	}

	@Test
	void refusesWhatIsNotUtf8WithItsLine() {
		assertThat(refused("a 1\nb{c=\"\u00ff\"} 1\n# EOF".getBytes(StandardCharsets.ISO_8859_1)))
			.hasMessageStartingWith("line 2:")
			.extracting(InvalidWriteRequestException::reason)
			.isEqualTo(Reason.NOT_UTF8);
	}

	@Test
	void neverFailsOtherwiseOnDamagedBodies() {
		long seed = Long.getLong("seed", System.nanoTime());
		System.out.println("seed=" + seed);
		Random random = new Random(seed);
		byte[] whole = WHOLE.getBytes(StandardCharsets.UTF_8);
		for (int i = 0; i < 5000; i++) {
			byte[] damaged = Arrays.copyOf(whole, (i < whole.length) ? i : whole.length);
			for (int n = random.nextInt(4); n > 0 && damaged.length > 0; n--) {
				damaged[random.nextInt(damaged.length)] = (byte) " \n\t#{}\"\\=,a1_\u00ff".charAt(random.nextInt(14));
			}
			try {
				List<MetricFamily> families = Expositions.parse(damaged, ExpositionFormat.OPENMETRICS);
				Expositions.parse(Expositions.write(families), ExpositionFormat.TEXT);
			}
			catch (InvalidWriteRequestException ex) {
				assertThat(ex.getMessage()).contains("line ");
			}
		}
	}

	private static List<MetricFamily> parse(String text) throws InvalidWriteRequestException {
		return Expositions.parse(text.getBytes(StandardCharsets.UTF_8), ExpositionFormat.OPENMETRICS);
	}

	private static InvalidWriteRequestException refused(byte[] body) {
		InvalidWriteRequestException ex = catchThrowableOfType(InvalidWriteRequestException.class,
				() -> Expositions.parse(body, ExpositionFormat.OPENMETRICS));
		assertThat(ex).as("refusal of %s", new String(body, StandardCharsets.UTF_8)).isNotNull();
		return ex;
	}

}
