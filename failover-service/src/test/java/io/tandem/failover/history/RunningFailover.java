package io.tandem.failover.history;

import io.tandem.failover.decision.Transition;
import io.tandem.service.ServiceLauncher;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The history of pc2 with everything around it, on a free port. */
final class RunningFailover implements AutoCloseable {

	private final HttpClient http = HttpClient.newHttpClient();

	private final ConfigurableApplicationContext context;

	private RunningFailover(ConfigurableApplicationContext context) {
		this.context = context;
	}

	static RunningFailover start(Path state, String... settings) {
		List<String> arguments = new ArrayList<>(
				List.of("--server.port=0", "--tandem.machine=pc2", "--tandem.state-directory=" + state));
		arguments.addAll(List.of(settings));
		// an option that is given twice has both values
		for (String away : List.of("--nats.spring.server=nats://127.0.0.1:1",
				"--tandem.failover.alertmanager-urls=http://127.0.0.1:1")) {
			String option = away.substring(0, away.indexOf('=') + 1);
			if (arguments.stream().noneMatch((argument) -> argument.startsWith(option))) {
				arguments.add(away);
			}
		}
		return new RunningFailover(
				ServiceLauncher.run(HistoryOnly.class, "failover", arguments.toArray(String[]::new)));
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	Decisions decisions() {
		return bean(Decisions.class);
	}

	/** Stores it and returns whether it was durable within seconds. */
	boolean store(Transition transition) {
		return decisions().store(List.of(transition), Instant.now(), Duration.ofSeconds(10));
	}

	HttpResponse<String> get(String path) {
		URI uri = URI.create(
				"http://127.0.0.1:" + this.context.getEnvironment().getRequiredProperty("local.server.port") + path);
		try {
			return this.http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	JsonNode json(String path) {
		return JsonMapper.shared().readTree(get(path).body());
	}

	@Override
	public void close() {
		this.context.close();
		this.http.close();
	}

}
