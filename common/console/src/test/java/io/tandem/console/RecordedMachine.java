package io.tandem.console;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Answers as the services of a machine did when they were recorded, each at an address of
 * its own; what was not recorded is 404. Thread-safe.
 */
public final class RecordedMachine implements AutoCloseable {

	private final String name;

	private final List<HttpServer> servers = new ArrayList<>();

	private final CountDownLatch closed = new CountDownLatch(1);

	private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

	private volatile String scene;

	private volatile boolean isSilent;

	/**
	 * @param scene the folder of what is answered first
	 */
	public RecordedMachine(String name, String scene) throws IOException {
		this.name = name;
		this.scene = scene;
		for (String service : List.of("hub", "failover", "health")) {
			HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
			server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
			server.createContext("/", (exchange) -> answer(service, exchange));
			server.start();
			this.servers.add(server);
		}
	}

	/** Answers from another folder from now on. */
	public void play(String next) {
		this.scene = next;
	}

	/** Takes connections and never answers, as a machine behind a cut link. */
	public void fallSilent() {
		this.isSilent = true;
	}

	/** Tells whoever listens to the machine's failover-service of something. */
	public void tell(String event) {
		this.events.add(event);
	}

	/** Returns the settings by which a console finds it. */
	public List<String> settings() {
		String prefix = "tandem.console.machines." + this.name + ".";
		return List.of(prefix + "hub-url=" + address(0), prefix + "failover-url=" + address(1),
				prefix + "health-url=" + address(2));
	}

	/** Returns where its hub, its failover-service or its health-sync-service is. */
	public URI address(int service) {
		return URI.create("http://127.0.0.1:" + this.servers.get(service).getAddress().getPort());
	}

	private void answer(String service, HttpExchange exchange) throws IOException {
		if (this.isSilent) {
			awaitClose();
			return;
		}
		if (exchange.getRequestURI().getPath().equals("/api/v1/failover/stream")) {
			stream(exchange);
			return;
		}
		String path = exchange.getRequestURI().getPath().substring(1).replace('/', '_');
		boolean isArchive = path.endsWith("_evidence");
		String file = "/recorded/" + this.scene + "/" + this.name + "/" + service + "/" + path
				+ (isArchive ? ".zip" : ".json");
		try (InputStream recorded = RecordedMachine.class.getResourceAsStream(file); exchange) {
			byte[] body = (recorded != null) ? recorded.readAllBytes() : "{\"detail\":\"not recorded\"}".getBytes();
			exchange.getResponseHeaders().set("Content-Type", isArchive ? "application/zip" : "application/json");
			exchange.sendResponseHeaders((recorded != null) ? 200 : 404, body.length);
			exchange.getResponseBody().write(body);
		}
	}

	private void stream(HttpExchange exchange) throws IOException {
		exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
		exchange.sendResponseHeaders(200, 0);
		try (exchange) {
			String event = "state";
			while (this.closed.getCount() > 0) {
				String text = (event != null) ? "event:" + event + "\ndata:{}\n\n" : ":still here\n\n";
				exchange.getResponseBody().write(text.getBytes());
				exchange.getResponseBody().flush();
				event = this.events.poll(200, TimeUnit.MILLISECONDS);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void awaitClose() {
		try {
			this.closed.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void close() {
		this.closed.countDown();
		this.servers.forEach((server) -> server.stop(0));
	}

}
