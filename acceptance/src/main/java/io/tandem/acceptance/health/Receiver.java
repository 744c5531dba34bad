package io.tandem.acceptance.health;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Stands behind both machines' Alertmanagers in place of chat, telephones and SMS: takes
 * {@code /<machine>/<channel>} and remembers what came. Thread-safe; runs until closed.
 */
public final class Receiver implements AutoCloseable {

	/** The channel of a chat, whose messages name their own. */
	private static final String CHAT = "slack";

	private final JsonMapper json = new JsonMapper();

	private final Collection<Notification> notifications = new ConcurrentLinkedQueue<>();

	private final HttpServer server;

	public Receiver(InetSocketAddress address) throws IOException {
		this.server = HttpServer.create(address, 0);
		this.server.createContext("/", this::take);
		this.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
		this.server.start();
	}

	/** Returns what has come so far. */
	public List<Notification> notifications() {
		return List.copyOf(this.notifications);
	}

	int port() {
		return this.server.getAddress().getPort();
	}

	private void take(HttpExchange exchange) throws IOException {
		long at = System.nanoTime();
		String[] path = exchange.getRequestURI().getPath().split("/");
		int status = 200;
		try {
			JsonNode body = this.json.readTree(exchange.getRequestBody().readAllBytes());
			if (path.length != 3) {
				status = 404;
			}
			else {
				this.notifications.add(path[2].equals(CHAT) ? Notification.ofChat(at, path[1], body)
						: Notification.ofWebhook(at, path[1], path[2], body));
			}
		}
		catch (JacksonException ex) {
			status = 400;
		}
		// a chat answers ok, and its sender looks at that
		byte[] answer = "ok".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
		exchange.sendResponseHeaders(status, answer.length);
		exchange.getResponseBody().write(answer);
		exchange.close();
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
