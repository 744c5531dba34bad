package io.tandem.failover.partition;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tandem.wire.subject.Machine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The ports of another machine, and its pulses: real sockets on an address of their own.
 */
final class StandInPeer implements AutoCloseable {

	private static final String ADDRESS = "127.0.0.2";

	final Map<Sense, Integer> ports = new EnumMap<>(Sense.class);

	private final Map<Sense, Service> services = new EnumMap<>(Sense.class);

	private final ServerSocket broker = listen();

	private final ServerSocket pushgateway = listen();

	private final Pulses pulses;

	/**
	 * @param pulsesTo the UDP port of the machine that looks
	 */
	StandInPeer(int pulsesTo) throws IOException {
		for (Sense sense : new Sense[] { Sense.HUB, Sense.FAILOVER, Sense.HEALTH_SYNC }) {
			serve(sense, 0);
		}
		this.ports.put(Sense.NATS, this.broker.getLocalPort());
		this.ports.put(Sense.PUSHGATEWAY, this.pushgateway.getLocalPort());
		this.pulses = new Pulses("pc2",
				InetSocketAddress.createUnresolved(ADDRESS, this.ports.getOrDefault(Sense.FAILOVER, 0)),
				Map.of("mainpc", new Target("127.0.0.1", pulsesTo)), (pulse, at) -> {
				}, new PartitionMeters(new Machine("pc2"), new SimpleMeterRegistry()), System::nanoTime);
		this.pulses.start();
	}

	private static ServerSocket listen() throws IOException {
		return new ServerSocket(0, 50, InetAddress.getByName(ADDRESS));
	}

	private void serve(Sense sense, int port) throws IOException {
		Service service = new Service(new ServerSocket(port, 50, InetAddress.getByName(ADDRESS)));
		this.services.put(sense, service);
		this.ports.put(sense, service.socket.getLocalPort());
		Thread.ofVirtual().start(service::accept);
	}

	void stop(Sense sense) throws IOException {
		Service service = this.services.remove(sense);
		if (service != null) {
			service.close();
		}
	}

	/** At the same port as before. */
	void startAgain(Sense service) throws IOException {
		serve(service, this.ports.getOrDefault(service, 0));
	}

	@Override
	public void close() throws IOException {
		this.pulses.close();
		for (Service each : this.services.values()) {
			each.close();
		}
		this.services.clear();
		this.broker.close();
		this.pushgateway.close();
	}

	/** Answers every line that is empty with a good answer of HTTP. */
	private record Service(ServerSocket socket, List<Socket> connections) implements AutoCloseable {

		private static final byte[] ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
			.getBytes(StandardCharsets.US_ASCII);

		Service(ServerSocket socket) {
			this(socket, new CopyOnWriteArrayList<>());
		}

		private void accept() {
			try {
				while (true) {
					Socket connection = this.socket.accept();
					this.connections.add(connection);
					Thread.ofVirtual().start(() -> answer(connection));
				}
			}
			catch (IOException ex) {
				// closed
			}
		}

		private static void answer(Socket connection) {
			try (connection;
					BufferedReader in = new BufferedReader(
							new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII))) {
				for (String line = in.readLine(); line != null; line = in.readLine()) {
					if (line.isEmpty()) {
						connection.getOutputStream().write(ANSWER);
					}
				}
			}
			catch (IOException ex) {
				// closed
			}
		}

		@Override
		public void close() throws IOException {
			this.socket.close();
			for (Socket each : this.connections) {
				each.close();
			}
		}

	}

}
