package io.tandem.acceptance.replay;

import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.PublishAck;
import io.tandem.wire.health.HealthReport;
import io.tandem.wire.health.HealthReports;
import io.tandem.wire.health.HealthStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A nats-server of its own, with the reports of 77 agents. */
final class Broker implements AutoCloseable {

	private static final int AGENTS = 77;

	private static final int IN_FLIGHT = 4000;

	/** Every so many reports an agent says something else. */
	private static final int ALIKE = 100;

	private final Process process;

	private final int port;

	private Broker(Process process, int port) {
		this.process = process;
		this.port = port;
	}

	static Broker start(Path directory) throws IOException, InterruptedException {
		int port = freePort();
		Path configuration = Files.writeString(directory.resolve("nats.conf"), """
				host: 127.0.0.1
				port: %d
				server_name: mainpc
				jetstream { domain: mainpc, store_dir: "%s", max_file_store: 16GB }
				""".formatted(port, directory.resolve("nats")));
		Process process = new ProcessBuilder("nats-server", "-c", configuration.toString()).redirectErrorStream(true)
			.redirectOutput(directory.resolve("nats.log").toFile())
			.start();
		return new Broker(process, port);
	}

	static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	String url() {
		return "nats://127.0.0.1:" + this.port;
	}

	/** Stores so many reports, each agent's in turn. */
	void fill(long events) throws IOException, InterruptedException {
		try (Connection connection = Nats.connect(Options.builder()
			.server(url())
			.connectionTimeout(Duration.ofSeconds(10))
			.maxMessagesInOutgoingQueue(2 * IN_FLIGHT)
			.build())) {
			JetStream stream = connection.jetStream();
			Queue<CompletableFuture<PublishAck>> waiting = new ArrayDeque<>();
			for (long n = 0; n < events; n++) {
				int agent = (int) (n % AGENTS);
				long sequence = n / AGENTS + 1;
				waiting.add(stream.publishAsync("observability.health.mainpc.agent-" + agent, report(agent, sequence)));
				if (waiting.size() >= IN_FLIGHT) {
					waiting.remove().join();
				}
			}
			waiting.forEach(CompletableFuture::join);
		}
	}

	private static byte[] report(int agent, long sequence) {
		HealthStatus status = (sequence / ALIKE % 2 == 0) ? HealthStatus.UP : HealthStatus.DEGRADED;
		return HealthReports.write(new HealthReport("agent-" + agent, "mainpc", status, Instant.now(), sequence, "life",
				Map.of("queue_depth", (double) (sequence % 50), "cpu_seconds_total", sequence / 10.0), null));
	}

	@Override
	public void close() {
		this.process.destroy();
		try {
			if (!this.process.waitFor(10, TimeUnit.SECONDS)) {
				this.process.destroyForcibly().waitFor();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
