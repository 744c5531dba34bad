package io.tandem.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.wire.exposition.ExpositionFormat;
import io.tandem.wire.exposition.Expositions;
import io.tandem.wire.exposition.MetricFamily;
import io.tandem.wire.remotewrite.InvalidWriteRequestException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * The real Pushgateway is asked the same; it has to answer the same. Not asked: a job in
 * bad base64, after which version 1.5.1 answers no push with a job in base64 any more;
 * and a label that is not UTF-8, after which it answers no scrape.
 */
@IngestTest
class PushgatewayComparisonIT {

	private static ChildProcess pushgateway;

	@Autowired
	private RecordingIntake intake;

	@LocalServerPort
	private int port;

	private Http tandem;

	private Http real;

	@BeforeAll
	static void startPushgateway(@TempDir Path directory) {
		pushgateway = ChildProcess.start(directory, "/-/ready", "/usr/bin/prometheus-pushgateway",
				"--web.listen-address=127.0.0.1:PORT", "--persistence.file=" + directory.resolve("groups"),
				"--web.enable-admin-api");
	}

	@AfterAll
	static void stopPushgateway() {
		if (pushgateway != null) {
			pushgateway.close();
		}
	}

	@BeforeEach
	void emptyBoth() {
		this.intake.reset();
		this.tandem = new Http(this.port);
		this.real = pushgateway.http();
		assertThat(this.real.send("PUT", "/api/v1/admin/wipe", new byte[0]).statusCode()).isEqualTo(202);
		assertShownAlike("after the wipe");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/job/x", "/job/x/", "/job/x/a/b", "/job/x/a/b/", "/job/x/a", "/job/x/a/", "/job/x%2Fy",
			"/job/x%2Fy%2Fz", "/job@base64/eA", "/job@base64/eA==", "/job%40base64/eA", "/job@base64/=",
			"/job/x/foo@base64/=", "/job/x/foo@base64/L3Zhci90bXA", "/job/x/1foo/bar", "/job/x/__foo/bar",
			"/job/x/__name__/bar", "/job/x/f-o/bar", "/job/x/job/y", "/job/x/a/1/a/2", "/job/x/a/b%20c", "/job/x/a/b+c",
			"/job/x/a/b;c=d", "/job/x/a/%5C", "/job/x/a/%25", "/job/x/a/%5Bb%5D%7Cc", "/job/%CE%A0/a/%CF%81",
			"/job/x/instance/i" })
	void pathsAreReadAlike(String path) {
		compare("PUT", "/metrics" + path, "a 1\n");
		assertShownAlike("after the last request");
		compare("DELETE", "/metrics" + path, "");
		assertShownAlike("after the last request");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a 1\n", "a 1", "a\n", "\n\n", "# comment\n", "a 1 1000\n", "a 1\na 2\n",
			"# TYPE a counter\na 1\n# TYPE a counter\n", "# HELP a b\n# HELP a c\na 1\n", "a{x=\"1\",x=\"2\"} 1\n",
			"a{__x=\"1\"} 1\n", "a{__name__=\"b\"} 1\n", "a{x=\"\\n\\\"\\\\\"} 1\n", "a{x=\"1\",} 1\n",
			"a {x=\"1\"} 1\n", "a{} 1\n", "a NaN\n", "a +Inf\n", "a -Inf\n", "a 0x10\n", "a 1e3\n", "a 1_000\n",
			"a 1\r\n", "1a 1\n", "a-b 1\n", "a:b 1\n", "a{b:c=\"1\"} 1\n", "a 1\n# EOF\n", "a 1 # {t=\"x\"} 1\n",
			"# TYPE h histogram\nh_bucket{le=\"1\"} 1\nh_bucket{le=\"+Inf\"} 2\nh_count 2\nh_sum 3\n",
			"# TYPE h histogram\nh_bucket{le=\"x\"} 2\n",
			"# TYPE s summary\ns{quantile=\"0.5\"} 1\ns_count 2\ns_sum 3\n",
			"# TYPE s summary\ns_count 2\n# TYPE s_count gauge\ns_count 2\n", "# TYPE a nonsense\na 1\n",
			"a{instance=\"x\"} 1\n", "a{job=\"x\"} 1\na{job=\"y\"} 2\n", "push_time_seconds 5\n", "a 1\n\n\nb 2\n",
			"  a   1  \n", "a{x=\"\"} 1\n", "a{x=\"1\" y=\"2\"} 1\n" })
	void bodiesAreReadAlike(String body) {
		compare("PUT", "/metrics/job/t", body);
		// a refused push makes the Pushgateway show a group of push times only
		assertShownAlike("after the last request");
		compare("POST", "/metrics/job/t", body);
		compare("DELETE", "/metrics/job/t", "");
	}

	@Test
	void aPartOfAHistogramMayComeTwice() {
		// the Pushgateway shows the missing parts, too, with a value of zero
		compare("PUT", "/metrics/job/t", "# TYPE h histogram\nh_count 2\nh_count 2\n");
	}

	@ParameterizedTest
	@CsvSource({ "Content-Encoding, identity", "Content-Encoding, gzip", "Content-Type, garbage",
			"Content-Type, text/plain; version=0.0.4", "Content-Type, application/x-www-form-urlencoded" })
	void headersAreReadAlike(String name, String value) {
		byte[] plain = "a 1\n".getBytes(StandardCharsets.UTF_8);
		for (byte[] body : new byte[][] { plain, gzip(plain) }) {
			assertThat(this.tandem.send("PUT", "/metrics/job/t", body, name, value).statusCode())
				.isEqualTo(this.real.send("PUT", "/metrics/job/t", body, name, value).statusCode());
		}
	}

	@Test
	void groupsChangeAlike() {
		long seed = Long.getLong("seed", 20260101);
		Random random = new Random(seed);
		String[] groups = { "/metrics/job/g", "/metrics/job/g/instance/i", "/metrics/job@base64/Zw/x/y" };
		for (int i = 0; i < 200; i++) {
			String method = new String[] { "PUT", "POST", "POST", "DELETE" }[random.nextInt(4)];
			StringBuilder body = new StringBuilder();
			for (String name : new String[] { "a", "b", "h", "s" }) {
				if (random.nextInt(3) == 0) {
					body.append(family(name, random));
				}
			}
			compare(method, groups[random.nextInt(3)], method.equals("DELETE") ? "" : body.toString());
			assertShownAlike("seed=%d step=%d".formatted(seed, i));
		}
	}

	private static String family(String name, Random random) {
		StringBuilder text = new StringBuilder();
		int from = random.nextInt(3);
		for (int label = from; label <= from + random.nextInt(2); label++) {
			String labels = "l=\"" + label + "\"";
			int value = random.nextInt(100);
			text.append(switch (name) {
				case "h" -> "h_bucket{" + labels + ",le=\"1\"} 1\nh_bucket{" + labels + ",le=\"+Inf\"} " + value
						+ "\nh_sum{" + labels + "} 1\nh_count{" + labels + "} " + value + "\n";
				case "s" -> "s{" + labels + ",quantile=\"0.5\"} 1\ns_sum{" + labels + "} 1\ns_count{" + labels + "} "
						+ value + "\n";
				default -> name + "{" + labels + "} " + value + "\n";
			});
		}
		String type = switch (name) {
			case "h" -> "histogram";
			case "s" -> "summary";
			default -> "gauge";
		};
		return "# TYPE " + name + " " + type + "\n" + text;
	}

	private void compare(String method, String path, String body) {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		String form = "application/x-www-form-urlencoded";
		assertThat(this.tandem.send(method, path, bytes, "Content-Type", form).statusCode())
			.as(method + " " + path + "\n" + body)
			.isEqualTo(this.real.send(method, path, bytes, "Content-Type", form).statusCode());
	}

	/** Returns what a store shows of all records: the last values that are not stale. */
	/** A Pushgateway answers 202 to a deletion and does it a moment later. */
	private void assertShownAlike(String when) {
		Map<String, Double> visible = visible();
		Awaitility.await()
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(10))
			.atMost(Duration.ofSeconds(5))
			.untilAsserted(() -> assertThat(visible).as(when).isEqualTo(shownByPushgateway()));
	}

	private Map<String, Double> visible() {
		Map<String, Double> visible = new TreeMap<>();
		for (PushedRecord record : this.intake.records()) {
			RecordingIntake.values(record.body()).forEach((series, value) -> {
				if (value instanceof Double number) {
					visible.put(series, number);
				}
				else {
					visible.remove(series);
				}
			});
		}
		return withoutTimes(visible);
	}

	private Map<String, Double> shownByPushgateway() {
		Map<String, Double> shown = new TreeMap<>();
		byte[] text = this.real.get("/metrics").body().getBytes(StandardCharsets.UTF_8);
		try {
			for (MetricFamily family : Expositions.parse(text, ExpositionFormat.TEXT)) {
				if (family.name().matches("(go|process|promhttp|pushgateway)_.*")) {
					continue;
				}
				family.lines().forEach((line) -> shown.put(RecordingIntake.text(line.labels()), line.value()));
			}
		}
		catch (InvalidWriteRequestException ex) {
			throw new AssertionError(ex);
		}
		return withoutTimes(shown);
	}

	/**
	 * Leaves the values of the push times out, and the times of groups that hold nothing
	 * but a refused push.
	 */
	private static Map<String, Double> withoutTimes(Map<String, Double> values) {
		values.keySet().removeIf((series) -> series.startsWith("push_failure_time_seconds"));
		values.entrySet().removeIf((entry) -> entry.getKey().startsWith("push_time_seconds") && entry.getValue() == 0);
		values.replaceAll((series, value) -> series.startsWith("push_time_seconds") ? Double.valueOf(1) : value);
		return values;
	}

	private static byte[] gzip(byte[] bytes) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
			gzip.write(bytes);
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
		return out.toByteArray();
	}

}
