package io.tandem.wire.remotewrite;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Writes protobuf messages field by field, right or wrong. */
final class RawMessage {

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

	static RawMessage message() {
		return new RawMessage();
	}

	static RawMessage label(String name, String value) {
		return message().string(1, name).string(2, value);
	}

	static RawMessage sample(double value, long timestamp) {
		return message().fixed64(1, Double.doubleToRawLongBits(value)).varint(2, timestamp);
	}

	/** A series of alternating names and values, without samples yet. */
	static RawMessage series(String... namesAndValues) {
		RawMessage series = message();
		for (int i = 0; i < namesAndValues.length; i += 2) {
			series.message(1, label(namesAndValues[i], namesAndValues[i + 1]));
		}
		return series;
	}

	RawMessage varint(int field, long value) {
		return write((out) -> out.writeUInt64(field, value));
	}

	RawMessage fixed64(int field, long value) {
		return write((out) -> out.writeFixed64(field, value));
	}

	RawMessage fixed32(int field, int value) {
		return write((out) -> out.writeFixed32(field, value));
	}

	RawMessage string(int field, String value) {
		return bytes(field, value.getBytes(StandardCharsets.UTF_8));
	}

	RawMessage bytes(int field, byte[] value) {
		return write((out) -> out.writeByteArray(field, value));
	}

	RawMessage message(int field, RawMessage value) {
		return bytes(field, value.toBytes());
	}

	RawMessage raw(int... octets) {
		for (int octet : octets) {
			this.bytes.write(octet);
		}
		return this;
	}

	byte[] toBytes() {
		return this.bytes.toByteArray();
	}

	byte[] toBody() {
		return SnappyBlock.compress(toBytes());
	}

	private RawMessage write(Write write) {
		try {
			CodedOutputStream out = CodedOutputStream.newInstance(this.bytes);
			write.to(out);
			out.flush();
			return this;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@FunctionalInterface
	private interface Write {

		void to(CodedOutputStream out) throws IOException;

	}

}
