package io.tandem.ingest;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads bodies into one array each, never more than is allowed. A body of known length is
 * refused by its length, before a byte of it is read, and is copied once; a chunked one
 * is cut off where it passes the limit.
 */
final class RequestBody {

	private static final int FIRST_CHUNK = 16 << 10;

	private RequestBody() {
	}

	/**
	 * Reads the whole body.
	 * @param share is charged for the array that is returned
	 * @throws RefusedException if the body is too large, incomplete or too slow
	 */
	static byte[] read(HttpServletRequest request, int maxBytes, InFlightBytes.Share share) throws IOException {
		long length = request.getContentLengthLong();
		if (length > maxBytes) {
			throw tooLarge("content-length=" + length, maxBytes);
		}
		try {
			if (length < 0) {
				return readUnknownLength(request.getInputStream(), maxBytes, share);
			}
			share.add(length);
			byte[] body = new byte[(int) length];
			int read = request.getInputStream().readNBytes(body, 0, body.length);
			if (read < body.length) {
				throw incomplete("content-length=" + length + " received=" + read);
			}
			return body;
		}
		catch (SocketTimeoutException ex) {
			throw new RefusedException(Refusal.SLOW_BODY, "the body did not arrive in time");
		}
		catch (EOFException ex) {
			throw incomplete("the connection ended in it");
		}
		catch (IOException ex) {
			if (ex.getCause() instanceof SocketTimeoutException) {
				throw new RefusedException(Refusal.SLOW_BODY, "the body did not arrive in time");
			}
			throw incomplete(String.valueOf(ex.getMessage()));
		}
	}

	/**
	 * Unpacks a gzip body.
	 * @param share is charged for the array that is returned
	 * @throws RefusedException if it is too large or not whole
	 */
	static byte[] gunzip(byte[] body, int maxBytes, InFlightBytes.Share share) throws IOException {
		try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
			return readUnknownLength(in, maxBytes, share);
		}
		catch (ZipException | EOFException ex) {
			throw new RefusedException(Refusal.BAD_COMPRESSION, "the body is not whole gzip: " + ex.getMessage());
		}
	}

	private static byte[] readUnknownLength(InputStream in, int maxBytes, InFlightBytes.Share share)
			throws IOException {
		byte[] body = new byte[Math.min(FIRST_CHUNK, maxBytes + 1)];
		share.add(body.length);
		int size = 0;
		while (true) {
			int read = in.readNBytes(body, size, body.length - size);
			size += read;
			if (size > maxBytes) {
				throw tooLarge("received so far=" + size, maxBytes);
			}
			if (size < body.length) {
				share.subtract(body.length - size);
				return Arrays.copyOf(body, size);
			}
			int larger = (int) Math.min(2L * body.length, maxBytes + 1L);
			share.add(larger - body.length);
			body = Arrays.copyOf(body, larger);
		}
	}

	private static RefusedException tooLarge(String found, int maxBytes) {
		return new RefusedException(Refusal.TOO_LARGE,
				"the body is too large, push fewer series at once: " + found + " max-bytes=" + maxBytes);
	}

	private static RefusedException incomplete(String found) {
		return new RefusedException(Refusal.INCOMPLETE_BODY, "the body is not complete: " + found);
	}

}
