package io.tandem.failover.delivery;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tandem.wire.identity.RecordRange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A hub that answers as a test says, and remembers what it was sent. */
final class ScriptedHub implements AutoCloseable {

	private final List<Request> requests = new CopyOnWriteArrayList<>();

	private final List<Request> accepted = new CopyOnWriteArrayList<>();

	private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

	private final CountDownLatch closed = new CountDownLatch(1);

	private final HttpServer server;

	private volatile boolean remembers = true;

	private volatile Script script = (request, earlier) -> Answer.status(204);

	ScriptedHub() throws IOException {
		this(0);
	}

	ScriptedHub(int port) throws IOException {
		this.server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
		this.server.setExecutor(this.executor);
		this.server.createContext("/api/v1/write", this::handle);
		this.server.start();
	}

	private void handle(HttpExchange exchange) throws IOException {
		byte[] body = exchange.getRequestBody().readAllBytes();
		RecordRange range = RecordRange.readFrom((name) -> exchange.getRequestHeaders().getFirst(name)).orElseThrow();
		Request request = new Request(range, body, exchange.getRequestHeaders().getFirst("Tandem-Accepted-At"),
				exchange.getRequestHeaders().getFirst("Tandem-Protocol"),
				exchange.getRequestHeaders().getFirst("Tandem-Lane"), System.nanoTime());
		int earlier = this.requests.size();
		if (this.remembers) {
			this.requests.add(request);
		}
		Answer answer = this.script.answer(request, earlier);
		try {
			if (answer.hang() && this.closed.await(20, TimeUnit.SECONDS)) {
				exchange.close();
				return;
			}
		}
		catch (InterruptedException ex) {
			throw new IOException(ex);
		}
		if (answer.status() == 0) {
			exchange.close();
			return;
		}
		if (answer.status() < 300 && this.remembers) {
			this.accepted.add(request);
		}
		if (answer.retryAfter() != null) {
			exchange.getResponseHeaders().set("Retry-After", answer.retryAfter());
		}
		byte[] detail = answer.detail().getBytes();
		exchange.sendResponseHeaders(answer.status(), (detail.length > 0) ? detail.length : -1);
		exchange.getResponseBody().write(detail);
		exchange.close();
	}

	ScriptedHub answering(Script script) {
		this.script = script;
		return this;
	}

	/** Keeps nothing from now on. */
	void forgetful() {
		this.remembers = false;
	}

	URI address() {
		return URI.create("http://127.0.0.1:" + port() + "/api/v1/write");
	}

	int port() {
		return this.server.getAddress().getPort();
	}

	List<Request> requests() {
		return this.requests;
	}

	List<Request> accepted() {
		return this.accepted;
	}

	@Override
	public void close() {
		this.closed.countDown();
		this.server.stop(0);
		this.executor.shutdownNow();
	}

	static int freePort() {
		try (java.net.ServerSocket socket = new java.net.ServerSocket(0)) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Decides an answer. */
	@FunctionalInterface
	interface Script {

		/**
		 * @param earlier how many requests came before
		 */
		Answer answer(Request request, int earlier);

	}

	/** What the hub was sent. */
	record Request(RecordRange range, byte[] body, @Nullable String acceptedAt, @Nullable String protocol,
			@Nullable String lane, long atNanos) {
	}

	/** What the hub answers. */
	record Answer(int status, @Nullable String retryAfter, String detail, boolean hang) {

		static Answer status(int status) {
			return new Answer(status, null, "", false);
		}

		static Answer rejected(int status, String detail) {
			return new Answer(status, null, detail, false);
		}

		static Answer later(int status, String retryAfter) {
			return new Answer(status, retryAfter, "", false);
		}

		/** The connection ends without an answer. */
		static Answer broken() {
			return new Answer(0, null, "", false);
		}

		static Answer hanging() {
			return new Answer(204, null, "", true);
		}

	}

}
