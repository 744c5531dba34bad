package io.tandem.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.core.instrument.MeterRegistry;
import io.tandem.ingest.PushedRecord.Lane;
import io.tandem.ingest.PushedRecord.Protocol;
import io.tandem.ingest.RecordIntake.Outcome;
import io.tandem.wire.identity.RecordRange;
import io.tandem.wire.series.Labels;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@IngestTest
class RemoteWriteTests {

	private static final String[] LABELS = { "__name__", "up", "job", "agent" };

	@Autowired
	private RecordingIntake intake;

	@Autowired
	private InFlightBytes inFlight;

	@Autowired
	private MeterRegistry meters;

	@LocalServerPort
	private int port;

	private Http http;

	@BeforeEach
	void freshIntake() {
		this.intake.reset();
		this.http = new Http(this.port);
	}

	@Test
	void theBodyIsHandedOverAsItCame() {
		byte[] body = RawWrite.one(System.currentTimeMillis());
		double requests = counted("requests");
		double samples = counted("samples");
		double bytes = counted("bytes");

		assertThat(this.http.write(body).statusCode()).isEqualTo(204);

		PushedRecord record = this.intake.last();
		assertThat(record.body()).isEqualTo(body);
		assertThat(record.protocol()).isEqualTo(Protocol.REMOTE_WRITE);
		assertThat(record.range()).isNull();
		assertThat(record.summary().samples()).isOne();
		assertThat(record.acceptedAtMillis()).isCloseTo(System.currentTimeMillis(), within(10_000L));
		assertThat(counted("requests")).isEqualTo(requests + 1);
		assertThat(counted("samples")).isEqualTo(samples + 1);
		assertThat(counted("bytes")).isEqualTo(bytes + body.length);
		assertThat(this.inFlight.held()).isZero();
	}

	@Test
	void aContentTypeMayBeMissingOrNameItsMessage() {
		byte[] body = RawWrite.one(System.currentTimeMillis());
		assertThat(this.http.send("POST", "/api/v1/write", body, "Content-Encoding", "snappy").statusCode())
			.isEqualTo(204);
		assertThat(this.http
			.send("POST", "/api/v1/write", body, "Content-Encoding", "snappy", "Content-Type",
					"application/x-protobuf; proto=prometheus.WriteRequest")
			.statusCode()).isEqualTo(204);
	}

	@Test
	void aChunkedBodyIsTaken() throws IOException {
		byte[] body = RawWrite.one(System.currentTimeMillis());
		String answer = raw("Transfer-Encoding: chunked\r\n", chunks(body), false);
		assertThat(answer).startsWith("HTTP/1.1 204");
		assertThat(this.intake.last().body()).isEqualTo(body);
	}

	@Test
	void metadataAloneIsNothingToStore() {
		assertThat(this.http.write(new RawWrite().metadata().compressed()).statusCode()).isEqualTo(204);
		assertThat(this.intake.records()).isEmpty();
	}

	@Test
	void aForwardedBatchKeepsItsRangeTimeAndProtocol() {
		RecordRange range = new RecordRange("pc2", "e1", 7, 9);
		// its clock is an hour ahead, but it has accepted these samples already
		byte[] body = RawWrite.one(System.currentTimeMillis() + 3_600_000);

		HttpResponse<String> answer = this.http.write(body, "Tandem-Origin", "pc2", "Tandem-Epoch", "e1",
				"Tandem-First", "7", "Tandem-Last", "9", "Tandem-Accepted-At", "1234", "Tandem-Protocol", "PUSHGATEWAY",
				"Tandem-Lane", "BACKLOG");

		assertThat(answer.statusCode()).isEqualTo(204);
		assertThat(this.intake.last().range()).isEqualTo(range);
		assertThat(this.intake.last().acceptedAtMillis()).isEqualTo(1234);
		assertThat(this.intake.last().protocol()).isEqualTo(Protocol.PUSHGATEWAY);
		assertThat(this.intake.last().lane()).isEqualTo(Lane.BACKLOG);
	}

	@Test
	void onlyAGatewaySaysThatARecordIsBacklog() {
		this.http.write(RawWrite.one(System.currentTimeMillis()), "Tandem-Lane", "BACKLOG");
		assertThat(this.intake.last().lane()).isEqualTo(Lane.LIVE);
	}

	@Test
	void aLaneThatIsNoneIsAProblem() {
		HttpResponse<String> answer = this.http.write(RawWrite.one(System.currentTimeMillis()), "Tandem-Origin", "pc2",
				"Tandem-Epoch", "e1", "Tandem-First", "7", "Tandem-Last", "9", "Tandem-Lane", "fast");
		assertProblem(answer, 400, "bad-header");
		assertThat(answer.body()).contains("Tandem-Lane must be one of [LIVE, BACKLOG]");
	}

	@Test
	void whoPushedIsToldWhereTheIntakeAsks() {
		byte[] body = RawWrite.one(System.currentTimeMillis());
		this.http.write(body, "Tandem-Agent", "shop");
		assertThat(this.intake.last().by()).isNull();

		this.intake.wantPushedBy();
		this.http.write(body, "Tandem-Agent", "shop");
		assertThat(this.intake.last().by()).isEqualTo(new PushedBy("shop", Labels.of(LABELS)));
		assertThat(this.intake.last().summary().samples()).isOne();
		this.http.write(body);
		assertThat(this.intake.last().by()).isEqualTo(new PushedBy(null, Labels.of(LABELS)));
	}

	@Test
	void whoPushedToAGroupIsItsLabels() {
		this.intake.wantPushedBy();
		this.http.send("POST", "/metrics/job/shop/instance/a", "up 1\n".getBytes(StandardCharsets.UTF_8),
				"Tandem-Agent", "till");
		assertThat(this.intake.last().by()).isEqualTo(new PushedBy("till", Labels.of("job", "shop", "instance", "a")));
	}

	static Stream<Arguments> badBodies() {
		long now = System.currentTimeMillis();
		byte[] good = RawWrite.one(now);
		byte[] noise = new byte[1_200_000];
		new Random(1).nextBytes(noise);
		byte[] notUtf8 = { (byte) 0xff, (byte) 0xfe };
		byte[] name = "__name__".getBytes(StandardCharsets.UTF_8);
		return Stream.of(Arguments.of("empty", new byte[0], 400, "bad-compression"),
				Arguments.of("truncated", Arrays.copyOf(good, good.length - 3), 400, "bad-compression"),
				Arguments.of("not compressed", new RawWrite().series(LABELS, now).uncompressed(), 400, ""),
				Arguments.of("oversized", noise, 413, "too-large"),
				Arguments.of("oversized once unpacked", RawWrite.compress(new byte[5 << 20]), 413, "too-large"),
				Arguments.of("text instead of protobuf",
						RawWrite.compress("some_metric 3.14\n".getBytes(StandardCharsets.UTF_8)), 400, "bad-protobuf"),
				Arguments.of("another protobuf", RawWrite.compress(new byte[] { 10, 3, 10, 100, 1 }), 400,
						"bad-protobuf"),
				Arguments.of("a value that is not UTF-8",
						new RawWrite().series(new byte[][] { name, { 'a' }, { 'b' }, notUtf8 }, now).compressed(), 400,
						"not-utf8"),
				Arguments.of("no metric name", new RawWrite().series(new String[] { "a", "b" }, now).compressed(), 400,
						"bad-name"),
				Arguments.of("a bad label name",
						new RawWrite().series(new String[] { "__name__", "up", "a-b", "c" }, now).compressed(), 400,
						"bad-name"),
				Arguments.of("a label twice",
						new RawWrite().series(new String[] { "__name__", "up", "a", "1", "a", "2" }, now).compressed(),
						400, "duplicate-label"),
				Arguments
					.of("out of order", new RawWrite().series(LABELS, now, now - 1).compressed(), 400, "out-of-order"),
				Arguments.of("future", RawWrite.one(now + 3_600_000), 400, "future-sample"),
				Arguments.of("a value too long",
						new RawWrite().series(new String[] { "__name__", "up", "a", "x".repeat(9000) }, now)
							.compressed(),
						400, "label-limit"));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("badBodies")
	void aBadBodyIsAProblemAndNothingIsHandedOver(String what, byte[] body, int status, String slug) {
		HttpResponse<String> answer = this.http.write(body);
		assertProblem(answer, status, slug);
	}

	@ParameterizedTest(name = "{0}: {1}")
	@MethodSource("badHeaders")
	void aBadHeaderIsAProblemAndNothingIsHandedOver(String header, String value, int status, String slug) {
		byte[] body = RawWrite.one(System.currentTimeMillis());
		String encoding = header.equals("Content-Encoding") ? value : "snappy";
		String type = header.equals("Content-Type") ? value : "application/x-protobuf";
		HttpResponse<String> answer = (header.startsWith("Content-"))
				? this.http.send("POST", "/api/v1/write", body, "Content-Encoding", encoding, "Content-Type", type)
				: this.http.write(body, header, value);
		assertProblem(answer, status, slug);
	}

	static Stream<Arguments> badHeaders() {
		return Stream.of(Arguments.of("Content-Encoding", "gzip", 415, "unsupported-encoding"),
				Arguments.of("Content-Encoding", "identity", 415, "unsupported-encoding"),
				Arguments.of("Content-Type", "text/plain", 415, "unsupported-media-type"),
				Arguments.of("Content-Type", "application/x-protobuf;proto=io.prometheus.write.v2.Request", 415,
						"unsupported-write-version"),
				Arguments.of("Content-Type", "application/x-protobuf; proto=\"io.prometheus.write.v2.Request\"", 415,
						"unsupported-write-version"),
				Arguments.of("Content-Type", "application/x-protobuf; proto=other", 415, "unsupported-media-type"),
				Arguments.of("Tandem-Origin", "pc2", 400, "bad-header"),
				Arguments.of("Tandem-First", "x", 400, "bad-header"),
				Arguments.of("Tandem-Accepted-At", "yesterday", 400, "bad-header"));
	}

	@Test
	void noEncodingIsRefused() {
		assertProblem(this.http.send("POST", "/api/v1/write", RawWrite.one(1)), 415, "unsupported-encoding");
	}

	@Test
	void aBodyThatEndsEarlyIsAProblem() throws IOException {
		byte[] body = RawWrite.one(System.currentTimeMillis());
		String answer = raw("Content-Length: " + (body.length + 10) + "\r\n", body, true);
		assertThat(answer).startsWith("HTTP/1.1 400").contains("urn:tandem:problem:incomplete-body");
		assertThat(this.intake.records()).isEmpty();
	}

	@Test
	void aChunkedBodyIsCutOffAtTheLimit() throws IOException {
		byte[] noise = new byte[1_200_000];
		new Random(1).nextBytes(noise);
		String answer = raw("Transfer-Encoding: chunked\r\n", chunks(noise), false);
		assertThat(answer).startsWith("HTTP/1.1 413").contains("urn:tandem:problem:too-large");
		assertThat(this.intake.records()).isEmpty();
	}

	@Test
	void aRecordThatIsNotDurableIsToBeSentAgain() {
		this.intake.behave((record) -> new Outcome.Refused("store-unavailable", "no broker", Duration.ofMillis(1500)));
		HttpResponse<String> answer = this.http.write(RawWrite.one(System.currentTimeMillis()));
		assertThat(answer.statusCode()).isEqualTo(503);
		assertThat(answer.headers().firstValue("Retry-After")).hasValue("2");
		assertThat(answer.body()).contains("urn:tandem:problem:store-unavailable").contains("no broker");
		assertThat(refused("store-unavailable")).isPositive();
	}

	@Test
	void aRecordThatCanNeverBeStoredIsNot() {
		this.intake.behave((record) -> new Outcome.Impossible("too-large", "over the broker's payload"));
		assertThat(this.http.write(RawWrite.one(System.currentTimeMillis())).statusCode()).isEqualTo(413);
		this.intake.behave((record) -> new Outcome.Impossible("unstorable", "never"));
		assertThat(this.http.write(RawWrite.one(System.currentTimeMillis())).statusCode()).isEqualTo(422);
	}

	@Test
	void bodiesInFlightAreBounded() {
		byte[] body = RawWrite.one(System.currentTimeMillis());
		try (InFlightBytes.Share others = this.inFlight.open()) {
			others.add((12 << 20) - 10);
			HttpResponse<String> answer = this.http.write(body);
			assertThat(answer.statusCode()).isEqualTo(503);
			assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
			assertThat(answer.body()).contains("urn:tandem:problem:ingest-busy");
			assertThat(this.intake.records()).isEmpty();
		}
		assertThat(this.inFlight.held()).isZero();
		assertThat(this.http.write(body).statusCode()).isEqualTo(204);
	}

	@Test
	void aBodyIsHeldUntilItsRecordIsDurable() {
		AtomicLong held = new AtomicLong();
		this.intake.behave((record) -> {
			held.set(this.inFlight.held());
			return new Outcome.Durable();
		});
		byte[] body = RawWrite.one(System.currentTimeMillis());
		this.http.write(body);
		assertThat(held).hasValue(body.length);
	}

	private void assertProblem(HttpResponse<String> answer, int status, String slug) {
		assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
		assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
		assertThat(answer.body()).contains("\"urn:tandem:problem:" + slug).contains("\"detail\":");
		assertThat(this.intake.records()).isEmpty();
		assertThat(this.inFlight.held()).isZero();
		if (!slug.isEmpty()) {
			assertThat(refused(slug)).isPositive();
		}
	}

	private double counted(String what) {
		return this.meters.get("tandem.ingest." + what).tag("protocol", "remote_write").counter().count();
	}

	private double refused(String reason) {
		return this.meters.get("tandem.ingest.refused")
			.tag("protocol", "remote_write")
			.tag("reason", reason)
			.counter()
			.count();
	}

	private static byte[] chunks(byte[] body) {
		byte[] head = (Integer.toHexString(body.length) + "\r\n").getBytes(StandardCharsets.US_ASCII);
		byte[] tail = "\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
		byte[] all = Arrays.copyOf(head, head.length + body.length + tail.length);
		System.arraycopy(body, 0, all, head.length, body.length);
		System.arraycopy(tail, 0, all, head.length + body.length, tail.length);
		return all;
	}

	private String raw(String lengthHeader, byte[] body, boolean endsThere) throws IOException {
		try (Socket socket = new Socket("127.0.0.1", this.port)) {
			socket.setSoTimeout(20_000);
			OutputStream out = socket.getOutputStream();
			out.write(("POST /api/v1/write HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
					+ "Content-Encoding: snappy\r\n" + lengthHeader + "\r\n")
				.getBytes(StandardCharsets.US_ASCII));
			out.write(body);
			out.flush();
			if (endsThere) {
				socket.shutdownOutput();
			}
			InputStream in = socket.getInputStream();
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

}
