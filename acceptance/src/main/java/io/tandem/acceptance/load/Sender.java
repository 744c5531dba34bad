package io.tandem.acceptance.load;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.Histogram;

/**
 * One closed-loop sender over one kept-alive connection: the next request goes out when
 * the last was answered. Confined to its thread.
 */
final class Sender {

	private final URI target;

	private final WriteBody body;

	private final Histogram latency = new Histogram(3);

	private int refused;

	Sender(URI target, String name, int series) {
		this.target = target;
		this.body = WriteBody.of(name, series);
	}

	/**
	 * Sends until there are no more requests to be sent.
	 * @param left how many requests all senders have left
	 * @param firstMillis timestamp of the first request's samples; each further one is 1
	 * ms later
	 * @return the timestamp after the last one
	 */
	long run(AtomicInteger left, long firstMillis) throws IOException {
		long millis = firstMillis;
		try (Socket socket = new Socket(this.target.getHost(), this.target.getPort())) {
			socket.setTcpNoDelay(true);
			socket.setSoTimeout(30_000);
			OutputStream out = socket.getOutputStream();
			InputStream in = new BufferedInputStream(socket.getInputStream());
			byte[] head = head(this.body.at(millis).length);
			while (left.getAndDecrement() > 0) {
				byte[] bytes = this.body.at(millis++);
				long started = System.nanoTime();
				out.write(head);
				out.write(bytes);
				int status = answer(in);
				this.latency.recordValue((System.nanoTime() - started) / 1000);
				if (status / 100 != 2) {
					this.refused++;
				}
			}
		}
		return millis;
	}

	/** Returns the answered requests' times, in microseconds. */
	Histogram latency() {
		return this.latency;
	}

	/** Returns how many requests were answered otherwise than 2xx. */
	int refused() {
		return this.refused;
	}

	void forget() {
		this.latency.reset();
		this.refused = 0;
	}

	private byte[] head(int length) {
		return ("POST " + this.target.getRawPath() + " HTTP/1.1\r\nHost: " + this.target.getAuthority()
				+ "\r\nContent-Type: application/x-protobuf\r\nContent-Encoding: snappy\r\n"
				+ "X-Prometheus-Remote-Write-Version: 0.1.0\r\nContent-Length: " + length + "\r\n\r\n")
			.getBytes(StandardCharsets.US_ASCII);
	}

	private static int answer(InputStream in) throws IOException {
		String status = line(in);
		int length = 0;
		for (String header = line(in); !header.isEmpty(); header = line(in)) {
			String lower = header.toLowerCase(java.util.Locale.ROOT);
			if (lower.startsWith("content-length:")) {
				length = Integer.parseInt(lower.substring("content-length:".length()).strip());
			}
			else if (lower.startsWith("transfer-encoding:")) {
				throw new IOException("answered in chunks, with an error most likely: " + status);
			}
		}
		in.skipNBytes(length);
		return Integer.parseInt(status.substring("HTTP/1.1 ".length(), "HTTP/1.1 ".length() + 3));
	}

	private static String line(InputStream in) throws IOException {
		StringBuilder line = new StringBuilder();
		for (int next = in.read(); next != '\n'; next = in.read()) {
			if (next < 0) {
				throw new IOException("the receiver closed the connection");
			}
			if (next != '\r') {
				line.append((char) next);
			}
		}
		return line.toString();
	}

}
