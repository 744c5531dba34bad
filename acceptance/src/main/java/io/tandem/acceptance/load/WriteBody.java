package io.tandem.acceptance.load;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * A remote write body whose timestamps can be moved on without making it anew: one snappy
 * literal, in which every timestamp is a varint of six bytes at a known place. So a load
 * generator costs next to nothing beside the receiver. Confined to its sender.
 */
final class WriteBody {

	private static final int TIMESTAMP_BYTES = 6;

	private static final long FIRST_OF_SIX_BYTES = 1L << 35;

	private static final int LITERAL_OF_THREE_LENGTH_BYTES = 62 << 2;

	private final byte[] bytes;

	private final int[] timestamps;

	private WriteBody(byte[] bytes, int[] timestamps) {
		this.bytes = bytes;
		this.timestamps = timestamps;
	}

	/**
	 * Makes a body of series with five labels and one sample each.
	 * @param sender a label that keeps the series of senders apart
	 */
	static WriteBody of(String sender, int series) {
		try {
			ByteArrayOutputStream message = new ByteArrayOutputStream();
			int[] timestamps = new int[series];
			for (int i = 0; i < series; i++) {
				byte[] one = series(sender, i);
				CodedOutputStream out = CodedOutputStream.newInstance(message);
				out.writeByteArray(1, one);
				out.flush();
				timestamps[i] = message.size() - TIMESTAMP_BYTES;
			}
			return compressed(message.toByteArray(), timestamps);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Sets the timestamp of all samples and returns the body, valid until the next call.
	 */
	byte[] at(long millis) {
		if (millis < FIRST_OF_SIX_BYTES || millis >= FIRST_OF_SIX_BYTES << 7) {
			throw new IllegalArgumentException("not a varint of six bytes: millis=" + millis);
		}
		for (int position : this.timestamps) {
			long rest = millis;
			for (int i = 0; i < TIMESTAMP_BYTES; i++) {
				this.bytes[position + i] = (byte) ((rest & 0x7f) | ((i < TIMESTAMP_BYTES - 1) ? 0x80 : 0));
				rest >>>= 7;
			}
		}
		return this.bytes;
	}

	private static WriteBody compressed(byte[] message, int[] timestamps) throws IOException {
		ByteArrayOutputStream block = new ByteArrayOutputStream();
		CodedOutputStream out = CodedOutputStream.newInstance(block);
		out.writeUInt32NoTag(message.length);
		out.flush();
		int length = message.length - 1;
		block.write(LITERAL_OF_THREE_LENGTH_BYTES);
		block.write(length);
		block.write(length >>> 8);
		block.write(length >>> 16);
		int shift = block.size();
		block.writeBytes(message);
		return new WriteBody(block.toByteArray(), Arrays.stream(timestamps).map((at) -> at + shift).toArray());
	}

	private static byte[] series(String sender, int index) throws IOException {
		ByteArrayOutputStream series = new ByteArrayOutputStream();
		CodedOutputStream out = CodedOutputStream.newInstance(series);
		label(out, "__name__", "load_requests_duration_total");
		label(out, "instance", "agent-" + sender + ":8080");
		label(out, "item", Integer.toString(100_000 + index));
		label(out, "job", "load");
		label(out, "zone", "eu-central");
		ByteArrayOutputStream sample = new ByteArrayOutputStream();
		CodedOutputStream sampleOut = CodedOutputStream.newInstance(sample);
		sampleOut.writeDouble(1, index * 1.5);
		sampleOut.writeInt64(2, FIRST_OF_SIX_BYTES);
		sampleOut.flush();
		out.writeByteArray(2, sample.toByteArray());
		out.flush();
		return series.toByteArray();
	}

	private static void label(CodedOutputStream out, String name, String value) throws IOException {
		ByteArrayOutputStream label = new ByteArrayOutputStream();
		CodedOutputStream labelOut = CodedOutputStream.newInstance(label);
		labelOut.writeString(1, name);
		labelOut.writeString(2, value);
		labelOut.flush();
		out.writeByteArray(1, label.toByteArray());
	}

}
