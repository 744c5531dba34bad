package io.tandem.acceptance.load;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * One sender over one kept-alive connection: the next request goes out when the last was
 * answered, at the earliest. Confined to its thread.
 */
final class Sender implements Source {

	private final URI target;

	private final WriteBody body;

	private final Histogram latency = new Histogram(3);

	private long refused;

	private long millis;

	/**
	 * @param millis timestamp of the first request's samples; each further one is 1 ms
	 * later
	 */
	Sender(URI target, String name, int series, long millis) {
		this.target = target;
		this.body = WriteBody.of(name, series);
		this.millis = millis;
	}

	@Override
	public void run(Pace pace) throws IOException {
		try (Socket socket = new Socket(this.target.getHost(), this.target.getPort())) {
			socket.setTcpNoDelay(true);
			socket.setSoTimeout(30_000);
			OutputStream out = socket.getOutputStream();
			InputStream in = new BufferedInputStream(socket.getInputStream());
			byte[] head = head(this.body.at(this.millis).length);
			for (long due = pace.next(); due >= 0; due = pace.next()) {
				byte[] bytes = this.body.at(this.millis++);
				out.write(head);
				out.write(bytes);
				int status = answer(in);
				this.latency.recordValue((System.nanoTime() - due) / 1000);
				if (status / 100 != 2) {
					this.refused++;
				}
			}
		}
	}

	@Override
	public Histogram latency() {
		return this.latency;
	}

	@Override
	public long refused() {
		return this.refused;
	}

	@Override
	public void forget() {
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
		boolean isChunked = false;
		for (String header = line(in); !header.isEmpty(); header = line(in)) {
			String lower = header.toLowerCase(Locale.ROOT);
			if (lower.startsWith("content-length:")) {
				length = Integer.parseInt(lower.substring("content-length:".length()).strip());
			}
			isChunked |= lower.startsWith("transfer-encoding:") && lower.endsWith("chunked");
		}
		in.skipNBytes(length);
		while (isChunked) {
			int chunk = Integer.parseInt(line(in), 16);
			in.skipNBytes(chunk);
			line(in);
			isChunked = chunk > 0;
		}
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
