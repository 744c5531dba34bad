package io.tandem.console;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.awaitility.Awaitility.await;

/**
 * A real Chromium without a window, driven by its own protocol. Notes what its page asks
 * for, and what goes wrong in it. Confined to one thread.
 */
final class Chromium implements AutoCloseable {

	private static final JsonMapper json = JsonMapper.builder().build();

	private final Process process;

	private final HttpClient client = HttpClient.newHttpClient();

	private final WebSocket socket;

	private final AtomicInteger ids = new AtomicInteger();

	private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();

	private final List<String> requests = new CopyOnWriteArrayList<>();

	private final List<String> problems = new CopyOnWriteArrayList<>();

	private Chromium(Process process, String page) {
		this.process = process;
		this.socket = this.client.newWebSocketBuilder().buildAsync(URI.create(page), new Listener()).join();
	}

	/** Returns the program; empty if none is installed. */
	static Optional<Path> find() {
		return Stream.of("chromium", "chromium-browser", "google-chrome", "chrome-headless-shell")
			.flatMap((name) -> Stream.of(System.getenv("PATH").split(":")).map((folder) -> Path.of(folder, name)))
			.filter(Files::isExecutable)
			.findFirst();
	}

	static Chromium start(Path program, Path directory) throws IOException {
		Process process = new ProcessBuilder(program.toString(), "--headless=new", "--no-sandbox", "--disable-gpu",
				"--remote-debugging-port=0", "--disable-background-networking", "--no-first-run",
				"--user-data-dir=" + directory, "about:blank")
			.redirectErrorStream(true)
			.redirectOutput(directory.resolve("chromium.log").toFile())
			.start();
		Path port = directory.resolve("DevToolsActivePort");
		await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(port) && Files.readAllLines(port).size() > 1);
		try (HttpClient client = HttpClient.newHttpClient()) {
			URI pages = URI.create("http://127.0.0.1:" + Files.readAllLines(port).getFirst() + "/json");
			String page = await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> {
				for (JsonNode each : json
					.readTree(client.send(HttpRequest.newBuilder(pages).build(), BodyHandlers.ofString()).body())) {
					if ("page".equals(each.path("type").asString())) {
						return each.path("webSocketDebuggerUrl").asString();
					}
				}
				return "";
			}, (address) -> !address.isEmpty());
			Chromium chromium = new Chromium(process, page);
			for (String domain : List.of("Page", "Network", "Runtime", "Log")) {
				chromium.call(domain + ".enable", Map.of());
			}
			return chromium;
		}
	}

	/** Makes the window as large, and dark or light. */
	void look(int width, int height, boolean isDark) {
		call("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
		call("Emulation.setEmulatedMedia", Map.of("features",
				List.of(Map.of("name", "prefers-color-scheme", "value", isDark ? "dark" : "light"))));
	}

	/** Opens a page and waits until its scripts have run. */
	void open(String address) {
		call("Page.navigate", Map.of("url", address));
		await().atMost(Duration.ofSeconds(30))
			.until(() -> text("location.href").equals(address) && "complete".equals(text("document.readyState")));
	}

	/** Returns the value of an expression in the page, as text. */
	String text(String expression) {
		JsonNode answer = call("Runtime.evaluate",
				Map.of("expression", "String(" + expression + ")", "returnByValue", true));
		return answer.path("result").path("value").asString("");
	}

	/** Presses the key Tab. */
	void tab() {
		for (String type : List.of("rawKeyDown", "keyUp")) {
			call("Input.dispatchKeyEvent",
					Map.of("type", type, "key", "Tab", "code", "Tab", "windowsVirtualKeyCode", 9));
		}
	}

	/** Returns the addresses of all that pages have asked for. */
	List<String> requests() {
		return this.requests;
	}

	/** Returns what went wrong in pages: exceptions, errors in the console. */
	List<String> problems() {
		return this.problems;
	}

	private JsonNode call(String method, Map<String, ?> parameters) {
		int id = this.ids.incrementAndGet();
		CompletableFuture<JsonNode> answer = new CompletableFuture<>();
		this.answers.put(id, answer);
		this.socket.sendText(json.writeValueAsString(Map.of("id", id, "method", method, "params", parameters)), true)
			.join();
		return answer.orTimeout(30, TimeUnit.SECONDS).join();
	}

	private void heard(JsonNode message) {
		if (message.has("id")) {
			CompletableFuture<JsonNode> answer = this.answers.remove(message.path("id").asInt());
			if (answer != null) {
				answer.complete(message.path("result"));
			}
			return;
		}
		JsonNode parameters = message.path("params");
		switch (message.path("method").asString("")) {
			case "Network.requestWillBeSent" -> this.requests.add(parameters.path("request").path("url").asString());
			case "Runtime.exceptionThrown" -> this.problems.add(parameters.path("exceptionDetails").toString());
			case "Log.entryAdded" -> {
				if ("error".equals(parameters.path("entry").path("level").asString())) {
					this.problems.add(parameters.path("entry").toString());
				}
			}
			default -> {
			}
		}
	}

	@Override
	public void close() {
		this.socket.abort();
		this.client.shutdownNow();
		this.process.descendants().forEach(ProcessHandle::destroy);
		this.process.destroy();
		this.process.onExit()
			.orTimeout(10, TimeUnit.SECONDS)
			.exceptionally((failure) -> this.process.destroyForcibly())
			.join();
	}

	/** Puts messages together. */
	private final class Listener implements WebSocket.Listener {

		private final StringBuilder text = new StringBuilder();

		@Override
		public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
			this.text.append(data);
			if (last) {
				heard(json.readTree(this.text.toString()));
				this.text.setLength(0);
			}
			webSocket.request(1);
			return CompletableFuture.completedFuture(null);
		}

	}

}
