package io.tandem.acceptance.failover;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads one whole HTTP/1.1 message and leaves it as it is. */
final class HttpBytes {

	private static final int MAX_BYTES = 64 << 20;

	private HttpBytes() {
	}

	/**
	 * Returns the bytes of the next message; null if the peer has closed before it.
	 * @param response whether it is an answer, which may have no body
	 */
	static byte @Nullable [] read(InputStream in, boolean response) throws IOException {
		ByteArrayOutputStream all = new ByteArrayOutputStream(1024);
		String first = line(in, all);
		if (first == null) {
			return null;
		}
		int length = 0;
		boolean chunked = false;
		for (String header = line(in, all); header != null && !header.isEmpty(); header = line(in, all)) {
			String lower = header.toLowerCase(Locale.ROOT);
			if (lower.startsWith("content-length:")) {
				length = Integer.parseInt(lower.substring("content-length:".length()).strip());
			}
			chunked |= lower.startsWith("transfer-encoding:") && lower.contains("chunked");
		}
		boolean empty = response && (first.contains(" 204") || first.contains(" 304"));
		if (chunked) {
			chunks(in, all);
		}
		else if (!empty) {
			copy(in, all, length);
		}
		return all.toByteArray();
	}

	private static void chunks(InputStream in, ByteArrayOutputStream all) throws IOException {
		int size;
		do {
			String line = line(in, all);
			if (line == null) {
				throw new IOException("closed within a chunk");
			}
			size = Integer.parseInt(line.strip(), 16);
			copy(in, all, size);
			line(in, all);
		}
		while (size > 0);
	}

	private static void copy(InputStream in, ByteArrayOutputStream all, int length) throws IOException {
		if (length > MAX_BYTES) {
			throw new IOException("message too large: bytes=" + length);
		}
		byte[] bytes = in.readNBytes(length);
		if (bytes.length < length) {
			throw new IOException("closed within a message");
		}
		all.write(bytes);
	}

	private static @Nullable String line(InputStream in, ByteArrayOutputStream all) throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream(64);
		for (int next = in.read(); next != '\n'; next = in.read()) {
			if (next < 0) {
				return null;
			}
			line.write(next);
		}
		all.write(line.toByteArray());
		all.write('\n');
		return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
	}

}
