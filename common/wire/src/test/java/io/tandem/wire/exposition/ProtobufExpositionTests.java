package io.tandem.wire.exposition;

import com.google.protobuf.CodedOutputStream;
import io.tandem.wire.exposition.MetricFamily.Type;
import io.tandem.wire.remotewrite.InvalidWriteRequestException;
import io.tandem.wire.remotewrite.InvalidWriteRequestException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class ProtobufExpositionTests {

	private final byte[] counter = family("requests_total", 0,
			metric(message(3, fixed(1, 7)), label("code", "200"), varint(6, 1000)));

	private final byte[] histogram = family("size_bytes", 4, metric(message(7, varint(1, 5), fixed(2, 2.5),
			message(3, varint(1, 2), fixed(2, 0.5)), message(3, fixed(2, 1e6), fixed(4, 3.5)), varint(5, 3))));

	private final byte[] summary = family("rpc", 2,
			metric(message(4, varint(1, 3), fixed(2, 6), message(3, fixed(1, 0.99), fixed(2, 4)))));

	@Test
	void readsTheLinesThatTheTextFormatWouldHave() throws InvalidWriteRequestException {
		List<MetricFamily> families = parse(this.counter, this.histogram, this.summary,
				family("up", 1, metric(message(2, fixed(1, -1)))), family("x", 3, metric(message(5))));
		assertThat(new String(Expositions.write(families), StandardCharsets.UTF_8)).isEqualTo("""
				# HELP requests_total Helps.
				# TYPE requests_total counter
				requests_total{code="200"} 7 1000
				# HELP size_bytes Helps.
				# TYPE size_bytes histogram
				size_bytes_bucket{le="0.5"} 2
				size_bytes_bucket{le="1e+06"} 3.5
				size_bytes_bucket{le="+Inf"} 5
				size_bytes_sum 2.5
				size_bytes_count 5
				# HELP rpc Helps.
				# TYPE rpc summary
				rpc{quantile="0.99"} 4
				rpc_sum 6
				rpc_count 3
				# HELP up Helps.
				# TYPE up gauge
				up -1
				# HELP x Helps.
				x 0
				""");
	}

	@Test
	void readsAGaugeHistogramAsUntyped() throws InvalidWriteRequestException {
		MetricFamily family = parse(family("q", 5, metric(message(7, varint(1, -1), fixed(2, 1))))).getFirst();
		assertThat(family.type()).isEqualTo(Type.UNTYPED);
		assertThat(family.lines()).extracting((line) -> line.labels().toString())
			.containsExactly("q_bucket{le=\"+Inf\"}", "q_gsum", "q_gcount");
		assertThat(family.lines().getLast().value()).isEqualTo(0x1p64);
	}

	@Test
	void takesAnEmptyBodyAndPutsFamiliesOfOneNameTogether() throws InvalidWriteRequestException {
		assertThat(parse()).isEmpty();
		assertThat(parse(this.counter, this.summary, this.counter)).hasSize(2);
	}

	@Test
	void refusesWhatBreaksTheDataModel() {
		assertReason(Reason.BAD_EXPOSITION, family("", 0));
		assertReason(Reason.BAD_EXPOSITION, family("1a", 0));
		assertReason(Reason.BAD_EXPOSITION, family("a", 6));
		assertReason(Reason.BAD_EXPOSITION, family("a", 0, metric(message(2, fixed(1, 1)))));
		assertReason(Reason.BAD_EXPOSITION, family("a", 0, metric(message(3), label("b-c", "d"))));
		assertReason(Reason.BAD_EXPOSITION, family("a", 0, metric(message(3), label("__name__", "d"))));
		assertReason(Reason.BAD_EXPOSITION, family("a", 0, metric(message(3), label("b", "c"), label("b", "d"))));
		assertReason(Reason.BAD_EXPOSITION, family("a", 4, metric(message(7), label("le", "1"))));
		assertReason(Reason.BAD_EXPOSITION, family("a", 2, metric(message(4), label("quantile", "1"))));
		assertReason(Reason.BAD_EXPOSITION, this.counter, family("requests_total", 1));
	}

	@Test
	void refusesWhatIsNotUtf8OrNotProtobuf() {
		byte[] value = { (byte) 0xff };
		assertReason(Reason.NOT_UTF8, family("a", 0, metric(message(3), message(1, text(1, "b"), bytes(2, value)))));
		assertReason(Reason.BAD_EXPOSITION, family("a", 0, metric(message(3, varint(1, 1)))));
		assertReason(Reason.BAD_EXPOSITION, family("a", 0, varint(4, 1)));
		assertThat(refused(new byte[] { 5, 0 }).getMessage()).startsWith("message 1: ");
		assertThat(refused(new byte[] { -1, -1, -1, -1, 15 }).getMessage()).startsWith("message 1: ");
	}

	@Test
	void neverFailsOtherwiseOnDamagedBodies() {
		long seed = Long.getLong("seed", System.nanoTime());
		System.out.println("seed=" + seed);
		Random random = new Random(seed);
		byte[] whole = delimited(this.counter, this.histogram, this.summary);
		for (int length = 0; length < whole.length; length++) {
			readOrRefuse(Arrays.copyOf(whole, length));
		}
		for (int i = 0; i < 20_000; i++) {
			byte[] damaged = whole.clone();
			for (int n = random.nextInt(3); n >= 0; n--) {
				damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
			}
			readOrRefuse(damaged);
		}
	}

	private static void readOrRefuse(byte[] body) {
		List<MetricFamily> families;
		try {
			families = Expositions.parse(body, ExpositionFormat.PROTOBUF);
		}
		catch (InvalidWriteRequestException ex) {
			assertThat(ex.getMessage()).startsWith("message ");
			return;
		}
		try {
			Expositions.parse(Expositions.write(families), ExpositionFormat.TEXT);
		}
		catch (InvalidWriteRequestException ex) {
			throw new AssertionError("read, but not written so that it can be read: " + families, ex);
		}
	}

	private static List<MetricFamily> parse(byte[]... messages) throws InvalidWriteRequestException {
		return Expositions.parse(delimited(messages), ExpositionFormat.PROTOBUF);
	}

	private static void assertReason(Reason reason, byte[]... messages) {
		assertThat(refused(delimited(messages)).reason()).isEqualTo(reason);
	}

	private static InvalidWriteRequestException refused(byte[] body) {
		InvalidWriteRequestException ex = catchThrowableOfType(InvalidWriteRequestException.class,
				() -> Expositions.parse(body, ExpositionFormat.PROTOBUF));
		assertThat(ex).as("refusal").isNotNull();
		return ex;
	}

	private static byte[] delimited(byte[]... messages) {
		return write((out) -> {
			for (byte[] message : messages) {
				out.writeByteArrayNoTag(message);
			}
		});
	}

	private static byte[] family(String name, int type, byte[]... metrics) {
		return concat(concat(metrics), concat(text(1, name), text(2, "Helps."), varint(3, type)));
	}

	private static byte[] metric(byte[]... fields) {
		return message(4, fields);
	}

	private static byte[] label(String name, String value) {
		return message(1, text(1, name), text(2, value));
	}

	private static byte[] message(int field, byte[]... fields) {
		return bytes(field, concat(fields));
	}

	private static byte[] text(int field, String value) {
		return bytes(field, value.getBytes(StandardCharsets.UTF_8));
	}

	private static byte[] bytes(int field, byte[] value) {
		return write((out) -> out.writeByteArray(field, value));
	}

	private static byte[] varint(int field, long value) {
		return write((out) -> out.writeUInt64(field, value));
	}

	private static byte[] fixed(int field, double value) {
		return write((out) -> out.writeDouble(field, value));
	}

	private static byte[] concat(byte[]... parts) {
		ByteArrayOutputStream all = new ByteArrayOutputStream();
		for (byte[] part : parts) {
			all.writeBytes(part);
		}
		return all.toByteArray();
	}

	private static byte[] write(Write write) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try {
			CodedOutputStream out = CodedOutputStream.newInstance(bytes);
			write.to(out);
			out.flush();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toByteArray();
	}

	@FunctionalInterface
	private interface Write {

		void to(CodedOutputStream out) throws IOException;

	}

}
