package io.tandem.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.tandem.ingest.PushedRecord.Protocol;
import io.tandem.ingest.RecordIntake.Outcome;
import io.tandem.wire.series.Sample;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@IngestTest
class PushTests {

	private static final String FORM = "application/x-www-form-urlencoded";

	private static final String DELIMITED = "application/vnd.google.protobuf; "
			+ "proto=io.prometheus.client.MetricFamily; encoding=delimited";

	@Autowired
	private RecordingIntake intake;

	@Autowired
	private PushGroups groups;

	@Autowired
	private InFlightBytes inFlight;

	@Autowired
	private MeterRegistry meters;

	@LocalServerPort
	private int port;

	private Http http;

	@BeforeEach
	void freshIntake() {
		this.http = new Http(this.port);
		for (String job : List.of("t", "u")) {
			this.http.send("DELETE", "/metrics/job/" + job, new byte[0]);
		}
		this.intake.reset();
	}

	@Test
	void aPushBecomesOneRecordAtTheTimeOfReceipt() {
		long before = System.currentTimeMillis();
		assertThat(post("/metrics/job/t/instance/i", "# TYPE a counter\na{x=\"1\"} 42\nb 3.14\n")).isEqualTo(200);

		PushedRecord record = this.intake.last();
		assertThat(record.protocol()).isEqualTo(Protocol.PUSHGATEWAY);
		assertThat(record.range()).isNull();
		assertThat(record.summary().series()).isEqualTo(4);
		assertThat(this.intake.lastValues()).containsEntry("a{instance=\"i\",job=\"t\",x=\"1\"}", 42.0)
			.containsEntry("b{instance=\"i\",job=\"t\"}", 3.14)
			.containsEntry("push_failure_time_seconds{instance=\"i\",job=\"t\"}", 0.0)
			.containsKey("push_time_seconds{instance=\"i\",job=\"t\"}")
			.hasSize(4);
		assertThat(RecordingIntake.series(record.body()).stream().flatMap((series) -> series.samples().stream()))
			.extracting(Sample::timestampMillis)
			.containsOnly(record.acceptedAtMillis());
		assertThat(record.acceptedAtMillis()).isBetween(before, System.currentTimeMillis());
	}

	@ParameterizedTest
	@MethodSource("methodsThatPush")
	void aBodyThatCallsItselfAFormIsPushed(String method) {
		HttpResponse<String> answer = this.http.send(method, "/metrics/job/t", utf8("some_metric 3.14\n"),
				"Content-Type", FORM);
		assertThat(answer.statusCode()).isEqualTo(200);
		assertThat(this.intake.lastValues()).containsEntry("some_metric{job=\"t\"}", 3.14);
	}

	static Stream<String> methodsThatPush() {
		return Stream.of("PUT", "POST");
	}

	@Test
	void theGroupsLabelsReplaceTheSamples() {
		post("/metrics/job/t", "a{job=\"x\",instance=\"mine\"} 1\n");
		assertThat(this.intake.lastValues()).containsEntry("a{instance=\"mine\",job=\"t\"}", 1.0);
		post("/metrics/job/t/instance@base64/=", "b{instance=\"mine\"} 1\n");
		assertThat(this.intake.lastValues()).containsEntry("b{job=\"t\"}", 1.0);
	}

	@Test
	void putReplacesTheGroupAndPostOnlyItsMetrics() {
		put("/metrics/job/t", "a{x=\"1\"} 1\na{x=\"2\"} 1\nb 1\n");
		post("/metrics/job/t", "a{x=\"1\"} 2\n");
		assertThat(this.intake.lastValues()).containsEntry("a{job=\"t\",x=\"1\"}", 2.0)
			.containsEntry("a{job=\"t\",x=\"2\"}", "stale")
			.doesNotContainKey("b{job=\"t\"}");
		put("/metrics/job/t", "c 1\n");
		assertThat(this.intake.lastValues()).containsEntry("a{job=\"t\",x=\"1\"}", "stale")
			.containsEntry("b{job=\"t\"}", "stale")
			.containsEntry("c{job=\"t\"}", 1.0)
			.doesNotContainKey("a{job=\"t\",x=\"2\"}");
		put("/metrics/job/t", "");
		assertThat(this.intake.lastValues()).containsEntry("c{job=\"t\"}", "stale")
			.containsKey("push_time_seconds{job=\"t\"}")
			.hasSize(3);
	}

	@Test
	void deleteEndsTheGroupOnce() {
		put("/metrics/job/t", "a 1\n");
		assertThat(this.http.send("DELETE", "/metrics/job/t", new byte[0]).statusCode()).isEqualTo(202);
		assertThat(this.intake.lastValues()).containsOnlyKeys("push_time_seconds{job=\"t\"}",
				"push_failure_time_seconds{job=\"t\"}", "a{job=\"t\"}");
		assertThat(this.intake.lastValues().values()).containsOnly("stale");
		this.intake.reset();
		assertThat(this.http.send("DELETE", "/metrics/job/t", new byte[0]).statusCode()).isEqualTo(202);
		assertThat(this.intake.records()).isEmpty();
	}

	@Test
	void aPushThatIsNotDurableChangesNoGroup() {
		put("/metrics/job/t", "a 1\n");
		this.intake.behave((record) -> new Outcome.Refused("store-full", "full", Duration.ofSeconds(3)));
		HttpResponse<String> answer = this.http.send("PUT", "/metrics/job/t", utf8("b 1\n"));
		assertThat(answer.statusCode()).isEqualTo(503);
		assertThat(answer.headers().firstValue("Retry-After")).hasValue("3");
		assertThat(this.http.send("DELETE", "/metrics/job/t", new byte[0]).statusCode()).isEqualTo(503);
		this.intake.behave(RecordingIntake.DURABLE);
		put("/metrics/job/t", "c 1\n");
		assertThat(this.intake.lastValues()).containsEntry("a{job=\"t\"}", "stale").doesNotContainKey("b{job=\"t\"}");
	}

	@Test
	void pushesToOneGroupAreStoredInTheOrderOfTheirTimes() {
		this.intake.behave((record) -> {
			Thread.yield();
			return new Outcome.Durable();
		});
		try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
			for (int i = 0; i < 50; i++) {
				String body = "m" + i % 5 + " " + i + "\n";
				senders.submit(() -> put("/metrics/job/t", body));
			}
		}
		List<PushedRecord> records = this.intake.records();
		assertThat(records).hasSize(50);
		assertThat(records).extracting(PushedRecord::acceptedAtMillis).isSorted().doesNotHaveDuplicates();
		// what a record ends was visible after the one before it
		for (int i = 1; i < records.size(); i++) {
			Map<String, Object> before = RecordingIntake.values(records.get(i - 1).body());
			RecordingIntake.values(records.get(i).body()).forEach((series, value) -> {
				if (value.equals("stale")) {
					assertThat(before.get(series)).isInstanceOf(Double.class);
				}
			});
		}
	}

	@Test
	void gzipIsUnpacked() {
		HttpResponse<String> answer = this.http.send("POST", "/metrics/job/t", gzip(utf8("a 1\n")), "Content-Encoding",
				"gzip");
		assertThat(answer.statusCode()).isEqualTo(200);
		assertThat(this.intake.lastValues()).containsEntry("a{job=\"t\"}", 1.0);
	}

	@Test
	void openMetricsIsTaken() {
		HttpResponse<String> answer = this.http.send("POST", "/metrics/job/t",
				utf8("# TYPE a counter\na_total 1 # {trace_id=\"x\"} 1\n# EOF\n"), "Content-Type",
				"application/openmetrics-text; version=1.0.0; charset=utf-8");
		assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
		assertThat(this.intake.lastValues()).containsEntry("a_total{job=\"t\"}", 1.0);
	}

	@Test
	void delimitedProtobufIsTaken() {
		HttpResponse<String> answer = this.http.send("PUT", "/metrics/job/t", gaugeFamily("g", 7), "Content-Type",
				DELIMITED);
		assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
		assertThat(this.intake.lastValues()).containsEntry("g{job=\"t\"}", 7.0);
	}

	@Test
	void anyPathTheWireCanCarryIsRead() {
		assertThat(put("/metrics/job/t/name/%CE%A0+%20%5C%25", "a 1\n")).isEqualTo(200);
		assertThat(this.intake.lastValues()).containsEntry("a{job=\"t\",name=\"Π+ \\%\"}", 1.0);
		assertThat(put("/metrics/job%2Ft%2Fx%2Fy", "a 1\n")).isEqualTo(404);
		assertThat(put("/metrics/job/t%2Fx%2Fy", "a 1\n")).isEqualTo(200);
		assertThat(this.intake.lastValues()).containsEntry("a{job=\"t\",x=\"y\"}", 1.0);
		assertThat(put("/metrics/job@base64/dA==/path@base64/L3Zhci90bXA", "a 1\n")).isEqualTo(200);
		assertThat(this.intake.lastValues()).containsEntry("a{job=\"t\",path=\"/var/tmp\"}", 1.0);
	}

	@Test
	void pushedPushTimesArePassedOver() {
		assertThat(post("/metrics/job/t", "push_time_seconds{x=\"1\"} 5\npush_failure_time_seconds 6\na 1\n"))
			.isEqualTo(200);
		assertThat(this.intake.lastValues()).containsOnlyKeys("push_time_seconds{job=\"t\"}",
				"push_failure_time_seconds{job=\"t\"}", "a{job=\"t\"}");
	}

	@Test
	void anEmptyLabelMakesNoGroupOfItsOwn() {
		put("/metrics/job/t", "a 1\n");
		put("/metrics/job/t/x@base64/=", "b 1\n");
		assertThat(this.intake.lastValues()).containsEntry("a{job=\"t\"}", "stale");
	}

	@Test
	void aPartOfAHistogramMayComeTwiceAndTheLastCounts() {
		assertThat(
				put("/metrics/job/t", "# TYPE h histogram\nh_bucket{le=\"+Inf\"} 2\nh_count 2\nh_count 3\nh_sum 3\n"))
			.isEqualTo(200);
		assertThat(this.intake.lastValues()).containsEntry("h_count{job=\"t\"}", 3.0);
	}

	@Test
	void aGroupIsRebuiltFromItsRecords() throws Exception {
		put("/metrics/job/t", "a 1\n");
		byte[] body = this.intake.last().body();
		this.http.send("DELETE", "/metrics/job/t", new byte[0]);
		this.groups.replay(body);
		this.intake.reset();
		put("/metrics/job/t", "b 1\n");
		assertThat(this.intake.lastValues()).doesNotContainKey("a{job=\"t\"}");
	}

	static Stream<Arguments> badPushes() {
		byte[] gzipped = gzip(utf8("a 1\n"));
		return Stream.of(Arguments.of("no line feed at the end", utf8("a 1"), "", "", 400, "bad-exposition"),
				Arguments.of("no value", utf8("a\n"), "", "", 400, "bad-exposition"),
				Arguments.of("a carriage return", utf8("a 1\r\n"), "", "", 400, "bad-exposition"),
				Arguments.of("a bad metric name", utf8("a-b 1\n"), "", "", 400, "bad-"),
				Arguments.of("a bad label name", utf8("a{b-c=\"1\"} 1\n"), "", "", 400, "bad-"),
				Arguments.of("not UTF-8", new byte[] { 'a', '{', 'x', '=', '"', (byte) 0xff, '"', '}', ' ', '1', '\n' },
						"", "", 400, "not-utf8"),
				Arguments.of("a label twice", utf8("a{x=\"1\",x=\"2\"} 1\n"), "", "", 400, "bad-exposition"),
				Arguments.of("a type twice", utf8("# TYPE a gauge\n# TYPE a counter\na 1\n"), "", "", 400,
						"bad-exposition"),
				Arguments.of("__name__ as a label", utf8("a{__name__=\"b\"} 1\n"), "", "", 400, "bad-"),
				Arguments.of("a reserved label", utf8("a{__x=\"b\"} 1\n"), "", "", 400, "inconsistent-push"),
				Arguments.of("a series twice", utf8("a 1\na 2\n"), "", "", 400, "inconsistent-push"),
				Arguments.of("series that the group makes one", utf8("a{job=\"x\"} 1\na{job=\"y\"} 2\n"), "", "", 400,
						"inconsistent-push"),
				Arguments.of("a timestamp", utf8("a 1 1000\n"), "", "", 400, "pushed-timestamp"),
				Arguments.of("a timestamp in the future", utf8("a 1 99999999999999\n"), "", "", 400,
						"pushed-timestamp"),
				Arguments.of("out of order", utf8("a 1 2000\na 1 1000\n"), "", "", 400, "pushed-timestamp"),
				Arguments.of("a value too long", utf8("a{x=\"" + "y".repeat(9000) + "\"} 1\n"), "", "", 400,
						"label-limit"),
				Arguments.of("oversized", utf8("# ".repeat(600_000) + "\n"), "", "", 413, "too-large"),
				Arguments.of("oversized once unpacked", gzip(new byte[2 << 20]), "", "gzip", 413, "too-large"),
				Arguments.of("gzip that is none", utf8("a 1\n"), "", "gzip", 400, "bad-compression"),
				Arguments.of("truncated gzip", Arrays.copyOf(gzipped, gzipped.length - 9), "", "gzip", 400,
						"bad-compression"),
				Arguments.of("gzip not declared", gzipped, "", "", 400, ""),
				Arguments.of("another encoding", utf8("a 1\n"), "", "br", 415, "unsupported-encoding"),
				Arguments.of("a form with parts", utf8("--x\r\n\r\na 1\r\n--x--\r\n"),
						"multipart/form-data; boundary=x", "", 415, "unsupported-media-type"),
				Arguments.of("text as protobuf", utf8("a 1\n"), DELIMITED, "", 400, "bad-"),
				Arguments.of("truncated protobuf", Arrays.copyOf(gaugeFamily("g", 7), 8), DELIMITED, "", 400, "bad-"),
				Arguments.of("OpenMetrics without its end", utf8("a 1\n"), "application/openmetrics-text", "", 400,
						"bad-exposition"));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("badPushes")
	void aBadPushIsAProblemAndNothingIsHandedOver(String what, byte[] body, String type, String encoding, int status,
			String slug) {
		HttpResponse<String> answer = this.http.send("PUT", "/metrics/job/u", body, "Content-Type",
				type.isEmpty() ? FORM : type, "Content-Encoding", encoding.isEmpty() ? "identity" : encoding);
		assertProblem(answer, status, slug);
		assertThat(this.http.send("DELETE", "/metrics/job/u", new byte[0]).statusCode()).isEqualTo(202);
		assertThat(this.intake.records()).as("no group was made").isEmpty();
	}

	@ParameterizedTest
	@MethodSource("badPaths")
	void aBadPathIsAProblemAndNothingIsHandedOver(String path) {
		assertProblem(this.http.send("PUT", path, utf8("a 1\n")), 400, "bad-push-path");
		assertProblem(this.http.send("DELETE", path, new byte[0]), 400, "bad-push-path");
	}

	static Stream<String> badPaths() {
		return Stream.of("/metrics/job/", "/metrics/job@base64/=", "/metrics/job/t/a", "/metrics/job/t/a/b/",
				"/metrics/job/t//b", "/metrics/job/t/__a/b", "/metrics/job/t/1/b", "/metrics/job@base64/e",
				"/metrics/job/t%2Fx");
	}

	@Test
	void aPathThatIsNotUtf8IsRefusedBeforeItIsRead() {
		HttpResponse<String> answer = this.http.send("PUT", "/metrics/job/t/a/%ff", utf8("a 1\n"));
		assertThat(answer.statusCode()).isEqualTo(400);
		assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/problem+json");
		assertThat(this.intake.records()).isEmpty();
	}

	@Test
	void onlyPushingIsServed() {
		assertThat(this.http.get("/metrics/job/t").statusCode()).isEqualTo(405);
		assertThat(this.http.get("/metrics").statusCode()).isEqualTo(404);
		assertThat(this.http.send("PUT", "/metrics", utf8("a 1\n")).statusCode()).isEqualTo(404);
	}

	private void assertProblem(HttpResponse<String> answer, int status, String slug) {
		assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
		assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
		assertThat(answer.body()).contains("\"urn:tandem:problem:" + slug).contains("\"detail\":");
		assertThat(this.intake.records()).isEmpty();
		assertThat(this.inFlight.held()).isZero();
		assertThat(this.meters.get("tandem.ingest.refused")
			.tag("protocol", "pushgateway")
			.counters()
			.stream()
			.filter((counter) -> String.valueOf(counter.getId().getTag("reason")).startsWith(slug))
			.mapToDouble((counter) -> counter.count())
			.sum()).isPositive();
	}

	private int put(String path, String body) {
		return this.http.send("PUT", path, utf8(body)).statusCode();
	}

	private int post(String path, String body) {
		return this.http.send("POST", path, utf8(body)).statusCode();
	}

	private static byte[] gaugeFamily(String name, double value) {
		ByteArrayOutputStream gauge = new ByteArrayOutputStream();
		gauge.write(1 << 3 | 1);
		gauge.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putDouble(value).array());
		ByteArrayOutputStream metric = new ByteArrayOutputStream();
		RawWrite.field(metric, 2, gauge.toByteArray());
		ByteArrayOutputStream family = new ByteArrayOutputStream();
		RawWrite.field(family, 1, utf8(name));
		family.write(3 << 3);
		family.write(1);
		RawWrite.field(family, 4, metric.toByteArray());
		ByteArrayOutputStream delimited = new ByteArrayOutputStream();
		RawWrite.varint(delimited, family.size());
		delimited.writeBytes(family.toByteArray());
		return delimited.toByteArray();
	}

	private static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
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
