package io.tandem.failover.control;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A tier behind real HTTP that answers as the test wants. */
final class ScriptedTier implements AutoCloseable {

	final List<String> requests = new CopyOnWriteArrayList<>();

	final List<String> bodies = new CopyOnWriteArrayList<>();

	private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

	private final int port;

	private HttpServer server;

	private volatile int status = 200;

	private volatile String body = "{}";

	private volatile CountDownLatch hang = new CountDownLatch(0);

	ScriptedTier() {
		this.server = listen(0);
		this.port = this.server.getAddress().getPort();
	}

	private HttpServer listen(int port) {
		try {
			HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
			server.setExecutor(this.threads);
			server.createContext("/", this::answer);
			server.start();
			return server;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void answer(HttpExchange exchange) throws IOException {
		this.requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
		this.bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
		try {
			this.hang.await();
		}
		catch (InterruptedException ex) {
			throw new IOException(ex);
		}
		byte[] answer = this.body.getBytes(StandardCharsets.UTF_8);
		exchange.sendResponseHeaders(this.status, answer.length);
		exchange.getResponseBody().write(answer);
		exchange.close();
	}

	URI url() {
		return URI.create("http://127.0.0.1:" + this.port + "/");
	}

	void answers(int status, String body) {
		this.status = status;
		this.body = body;
	}

	/** Takes requests and answers none. */
	void hangs() {
		this.hang = new CountDownLatch(1);
	}

	void hangsNoMore() {
		this.hang.countDown();
	}

	/** Refuses connections from now on. */
	void dies() {
		this.server.stop(0);
	}

	void isBack() {
		this.server = listen(this.port);
	}

	@Override
	public void close() {
		this.hang.countDown();
		this.server.stop(0);
		this.threads.shutdownNow();
	}

}
