package io.tandem.centralhub.sink;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tandem.wire.remotewrite.InvalidWriteRequestException;
import io.tandem.wire.remotewrite.WriteRequests;
import io.tandem.wire.series.Labels;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * A remote write receiver that answers what it is told to, and refuses a request as a
 * whole if one of its series is poisoned, as Prometheus does.
 */
public final class ScriptedReceiver implements AutoCloseable {

	private final HttpServer server;

	private final Deque<Answer> script = new ConcurrentLinkedDeque<>();

	private final CountDownLatch closed = new CountDownLatch(1);

	/** Names of metrics that are refused. */
	final Set<String> poisoned = ConcurrentHashMap.newKeySet();

	/** The metric names of each request that was taken. */
	final List<List<String>> stored = new CopyOnWriteArrayList<>();

	/** The Authorization header of each request, {@code null} for none. */
	final List<String> authorizations = new CopyOnWriteArrayList<>();

	volatile int requests;

	/** Run with the metric names of a request before it is answered. */
	public volatile Consumer<List<String>> before = (names) -> {
	};

	public ScriptedReceiver() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
		this.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
		this.server.createContext("/", this::answer);
		this.server.start();
	}

	public URI url() {
		return URI.create("http://127.0.0.1:" + this.server.getAddress().getPort() + "/api/v1/write");
	}

	/** Answers the next request like this, before it looks at anything. */
	ScriptedReceiver next(int status, String body, String... headers) {
		this.script.add(new Answer(status, body, headers));
		return this;
	}

	/** Leaves the next request without an answer. */
	ScriptedReceiver nextHangs() {
		this.script.add(new Answer(0, ""));
		return this;
	}

	public List<String> allStored() {
		return this.stored.stream().flatMap(List::stream).toList();
	}

	private void answer(HttpExchange exchange) throws IOException {
		byte[] body = exchange.getRequestBody().readAllBytes();
		this.requests++;
		this.authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
		Answer scripted = this.script.poll();
		if (scripted == null) {
			scripted = take(body);
		}
		if (scripted.status == 0) {
			hang();
		}
		for (int i = 0; i < scripted.headers.length; i += 2) {
			exchange.getResponseHeaders().set(scripted.headers[i], scripted.headers[i + 1]);
		}
		byte[] text = scripted.body.getBytes(StandardCharsets.UTF_8);
		exchange.sendResponseHeaders(Math.max(200, scripted.status), (text.length == 0) ? -1 : text.length);
		exchange.getResponseBody().write(text);
		exchange.close();
	}

	private void hang() {
		try {
			this.closed.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private Answer take(byte[] body) {
		List<String> names = new ArrayList<>();
		try {
			WriteRequests.read(body, (series) -> names.add(series.labels().get(Labels.METRIC_NAME)));
		}
		catch (InvalidWriteRequestException ex) {
			return new Answer(400, "snappy: corrupt input");
		}
		this.before.accept(names);
		if (names.stream().anyMatch(this.poisoned::contains)) {
			return new Answer(400, "duplicate sample for timestamp");
		}
		this.stored.add(names);
		return new Answer(204, "");
	}

	@Override
	public void close() {
		this.closed.countDown();
		this.server.stop(0);
	}

	private record Answer(int status, String body, String... headers) {
	}

}
