package io.tandem.acceptance.failover;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.jspecify.annotations.Nullable;

/**
 * Stands before a hub and passes HTTP messages through, or does to them what a sick hub
 * or a long way would. A connection of a client has one of its own to the hub.
 * Thread-safe; a changed mode holds from the next request on.
 */
final class Relay implements Closeable {

	private static final long LATE_NANOS = 300_000_000;

	private static final byte[] REFUSAL = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"
		.getBytes(StandardCharsets.US_ASCII);

	private final ServerSocket listener;

	private final InetSocketAddress hub;

	private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

	private final Set<Socket> open = ConcurrentHashMap.newKeySet();

	private final ConcurrentHistogram usualMicros = new ConcurrentHistogram(60_000_000, 2);

	private volatile Mode mode = Mode.PASS;

	Relay(InetSocketAddress address, InetSocketAddress hub) throws IOException {
		this.listener = new ServerSocket();
		this.listener.setReuseAddress(true);
		this.listener.bind(address, 512);
		this.hub = hub;
		this.threads.submit(this::accept);
	}

	void mode(Mode mode) {
		this.mode = mode;
	}

	private Void accept() throws IOException {
		while (true) {
			Socket client = this.listener.accept();
			this.open.add(client);
			this.threads.submit(() -> {
				try (client) {
					serve(client);
				}
				finally {
					this.open.remove(client);
				}
				return null;
			});
		}
	}

	private void serve(Socket client) throws IOException {
		client.setTcpNoDelay(true);
		InputStream in = new BufferedInputStream(client.getInputStream());
		Upstream upstream = null;
		try {
			for (byte[] request = HttpBytes.read(in, false); request != null; request = HttpBytes.read(in, false)) {
				if (this.mode == Mode.REFUSE) {
					client.getOutputStream().write(REFUSAL);
					continue;
				}
				long started = System.nanoTime();
				upstream = (upstream != null) ? upstream : new Upstream(connect());
				byte[] response = upstream.exchange(request);
				if (response == null) {
					// the hub may close a connection that has been idle
					upstream.close();
					upstream = new Upstream(connect());
					response = upstream.exchange(request);
				}
				if (response == null) {
					return;
				}
				delay(System.nanoTime() - started);
				client.getOutputStream().write(response);
			}
		}
		finally {
			if (upstream != null) {
				upstream.close();
			}
		}
	}

	private void delay(long tookNanos) {
		long nanos = switch (this.mode) {
			case PASS, REFUSE -> {
				this.usualMicros.recordValue(Math.min(tookNanos / 1000, 60_000_000));
				yield 0;
			}
			case SLOW -> Math.max(1000, this.usualMicros.getValueAtPercentile(50)) * 1000 * 99;
			case LATE -> LATE_NANOS;
		};
		long until = System.nanoTime() + nanos;
		for (long left = nanos; left > 0; left = until - System.nanoTime()) {
			LockSupport.parkNanos(left);
		}
	}

	private Socket connect() throws IOException {
		Socket socket = new Socket();
		socket.setTcpNoDelay(true);
		socket.connect(this.hub, 10_000);
		return socket;
	}

	@Override
	public void close() throws IOException {
		this.listener.close();
		for (Socket socket : this.open) {
			socket.close();
		}
		this.threads.shutdownNow();
	}

	/** What the relay does with a request. */
	enum Mode {

		/** Passes it. */
		PASS,
		/** Answers 503 itself. */
		REFUSE,
		/** Takes 100 times the usual time to answer. */
		SLOW,
		/** Answers 300 ms later. */
		LATE

	}

	/** A connection to the hub. */
	private record Upstream(Socket socket, InputStream in) implements Closeable {

		Upstream(Socket socket) throws IOException {
			this(socket, new BufferedInputStream(socket.getInputStream()));
		}

		byte @Nullable [] exchange(byte[] request) {
			try {
				this.socket.getOutputStream().write(request);
				return HttpBytes.read(this.in, true);
			}
			catch (IOException ex) {
				return null;
			}
		}

		@Override
		public void close() throws IOException {
			this.socket.close();
		}

	}

}
