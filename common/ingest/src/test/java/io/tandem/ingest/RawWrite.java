package io.tandem.ingest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.xerial.snappy.Snappy;

/** Writes remote write bodies by hand, so that they can be wrong in any way. */
class RawWrite {

	private final ByteArrayOutputStream message = new ByteArrayOutputStream();

	/** Returns a body of one series with one sample. */
	static byte[] one(long millis) {
		return new RawWrite().series(new String[] { "__name__", "up", "job", "agent" }, millis).compressed();
	}

	RawWrite series(String[] labels, long... millis) {
		byte[][] raw = new byte[labels.length][];
		for (int i = 0; i < labels.length; i++) {
			raw[i] = labels[i].getBytes(StandardCharsets.UTF_8);
		}
		return series(raw, millis);
	}

	RawWrite series(byte[][] labels, long... millis) {
		ByteArrayOutputStream series = new ByteArrayOutputStream();
		for (int i = 0; i < labels.length; i += 2) {
			ByteArrayOutputStream label = new ByteArrayOutputStream();
			field(label, 1, labels[i]);
			field(label, 2, labels[i + 1]);
			field(series, 1, label.toByteArray());
		}
		for (long at : millis) {
			ByteArrayOutputStream sample = new ByteArrayOutputStream();
			sample.write(1 << 3 | 1);
			sample.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putDouble(1.5).array());
			sample.write(2 << 3);
			varint(sample, at);
			field(series, 2, sample.toByteArray());
		}
		field(this.message, 1, series.toByteArray());
		return this;
	}

	/** Adds a metadata field, as Prometheus sends it. */
	RawWrite metadata() {
		ByteArrayOutputStream metadata = new ByteArrayOutputStream();
		metadata.write(1 << 3);
		metadata.write(1);
		field(metadata, 2, "up".getBytes(StandardCharsets.UTF_8));
		field(this.message, 3, metadata.toByteArray());
		return this;
	}

	byte[] uncompressed() {
		return this.message.toByteArray();
	}

	byte[] compressed() {
		return compress(uncompressed());
	}

	static byte[] compress(byte[] bytes) {
		try {
			return Snappy.compress(bytes);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static void field(ByteArrayOutputStream out, int number, byte[] bytes) {
		out.write(number << 3 | 2);
		varint(out, bytes.length);
		out.writeBytes(bytes);
	}

	static void varint(ByteArrayOutputStream out, long value) {
		long rest = value;
		while ((rest & ~0x7fL) != 0) {
			out.write((int) (rest & 0x7f | 0x80));
			rest >>>= 7;
		}
		out.write((int) rest);
	}

}
