package io.tandem.healthsync;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Receives what Slack and the webhooks would, and keeps it in order. */
final class CalledPeople implements AutoCloseable {

	private final List<String> calls = new CopyOnWriteArrayList<>();

	private final HttpServer server;

	CalledPeople() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
		this.server.createContext("/", (exchange) -> {
			JsonNode json = JsonMapper.shared().readTree(exchange.getRequestBody().readAllBytes());
			boolean isSlack = json.has("channel");
			String who = isSlack ? json.path("channel").asString() : exchange.getRequestURI().getPath().substring(1);
			String status = isSlack ? json.at("/attachments/0/title").asString().replaceAll("\\[(\\w+).*", "$1")
					: json.path("status").asString().toUpperCase(Locale.ROOT);
			String what = isSlack ? json.at("/attachments/0/title").asString().replaceAll(".*] (\\w+) .*", "$1")
					: json.at("/commonLabels/alertname").asString();
			this.calls.add(what + " " + status + " " + who);
			exchange.sendResponseHeaders(200, -1);
			exchange.close();
		});
		this.server.start();
	}

	String url(String who) {
		return "http://127.0.0.1:" + this.server.getAddress().getPort() + "/" + who;
	}

	/** Returns the calls for a cause, as {@code FIRING #ops-alerts}. */
	List<String> calls(String cause) {
		return this.calls.stream()
			.filter((call) -> call.startsWith(cause + " "))
			.map((call) -> call.substring(cause.length() + 1))
			.toList();
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
