package io.tandem.agent;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A place to push to, which answers as it is told and keeps what it got. */
public final class Receiver implements AutoCloseable {

	private final HttpServer server;

	private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

	private final CountDownLatch closed = new CountDownLatch(1);

	private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();

	private volatile int status = 204;

	private volatile @Nullable String retryAfter;

	private volatile boolean isHanging;

	public Receiver() {
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server.setExecutor(this.threads);
		this.server.createContext("/", this::handle);
		this.server.start();
	}

	/** Returns an address at which nobody listens. */
	public static URI nobody() {
		try (Receiver receiver = new Receiver()) {
			return receiver.uri();
		}
	}

	private void handle(HttpExchange exchange) throws IOException {
		byte[] body = exchange.getRequestBody().readAllBytes();
		this.requests.add(new Request(exchange.getRequestURI().getPath(),
				exchange.getRequestHeaders().getFirst("Tandem-Agent"), body));
		if (this.isHanging) {
			try {
				this.closed.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
		String retryAfter = this.retryAfter;
		if (retryAfter != null) {
			exchange.getResponseHeaders().set("Retry-After", retryAfter);
		}
		byte[] answer = (this.status / 100 == 2) ? new byte[0] : "because".getBytes();
		exchange.sendResponseHeaders(this.status, (answer.length > 0) ? answer.length : -1);
		exchange.getResponseBody().write(answer);
		exchange.close();
	}

	public Receiver answer(int status) {
		return answer(status, null);
	}

	public Receiver answer(int status, @Nullable String retryAfter) {
		this.status = status;
		this.retryAfter = retryAfter;
		return this;
	}

	public Receiver hang() {
		this.isHanging = true;
		return this;
	}

	public URI uri() {
		return URI.create("http://127.0.0.1:" + this.server.getAddress().getPort());
	}

	/** Returns what came so far. */
	public List<Request> requests() {
		return List.copyOf(this.requests);
	}

	/** Waits up to 10 s for a request, and takes it out. */
	public Request take() throws InterruptedException {
		Request request = this.requests.poll(10, TimeUnit.SECONDS);
		if (request == null) {
			throw new AssertionError("nothing came in time");
		}
		return request;
	}

	@Override
	public void close() {
		this.closed.countDown();
		this.server.stop(0);
		this.threads.shutdownNow();
	}

	/** What came. */
	public record Request(String path, @Nullable String agent, byte[] body) {

		public String text() {
			return new String(this.body);
		}

	}

}
