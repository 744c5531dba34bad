package io.tandem.acceptance.ingest;

import io.tandem.acceptance.fleet.Site;
import io.tandem.acceptance.load.RemoteWriteLoad;
import io.tandem.acceptance.load.Source;
import io.tandem.acceptance.testbed.Command;
import io.tandem.acceptance.testbed.Testbed;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Some of Tandem's programs, as they are deployed, with nothing else running on their
 * machines and nothing left of what they stored before. Confined to one thread.
 */
final class Stack implements Contender {

	private static final Duration START = Duration.ofSeconds(90);

	private static final String SYNCED = "all: synced to the disk";

	private final String name;

	private final Testbed testbed;

	private final @Nullable URI target;

	/** Of each machine, in the order in which they start. */
	private final Map<Site, List<String>> programs;

	private final @Nullable Peer store;

	private Stack(String name, Testbed testbed, @Nullable URI target, Map<Site, List<String>> programs,
			@Nullable Peer store) {
		this.name = name;
		this.testbed = testbed;
		this.target = target;
		this.programs = programs;
		this.store = store;
	}

	static Stack broker(Testbed testbed) {
		return new Stack("nats", testbed, null, Map.of(testbed.pc2, List.of("nats")), null);
	}

	/**
	 * A hub and its broker: a request is answered once the broker has acknowledged it.
	 */
	static Stack hub(Testbed testbed) {
		return new Stack("hub", testbed, testbed.pc2.hub("/api/v1/write"),
				Map.of(testbed.pc2, List.of("nats", "edge-hub")), null);
	}

	/** A gateway which reaches nobody: a request is answered once it is in the spool. */
	static Stack gateway(Testbed testbed) {
		return new Stack("gateway", testbed, testbed.pc2.gateway("/api/v1/write"),
				Map.of(testbed.pc2, List.of("failover")), null);
	}

	/**
	 * From the gateway of the edge to the store of the centre, by every part on the way.
	 */
	static Stack path(Testbed testbed, Peer store) {
		Map<Site, List<String>> programs = new LinkedHashMap<>();
		programs.put(testbed.mainpc, List.of("nats", "central-hub"));
		programs.put(testbed.pc2, List.of("nats", "edge-hub", "failover"));
		return new Stack("gateway to store", testbed, testbed.pc2.gateway("/api/v1/write"), programs, store);
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public String durability() {
		return SYNCED;
	}

	@Override
	public void start() throws IOException, InterruptedException {
		for (Site site : this.testbed.sites()) {
			this.testbed.control(site, "stop", "all");
			for (String data : List.of("nats", "failover", Testbed.hub(site))) {
				Command.run("rm", "-rf", this.testbed.state(site).resolve(data).toString());
			}
		}
		if (this.store != null) {
			this.store.start();
		}
		for (Map.Entry<Site, List<String>> machine : this.programs.entrySet()) {
			for (String program : machine.getValue()) {
				this.testbed.control(machine.getKey(), "start", program);
			}
		}
		long deadline = System.nanoTime() + START.toNanos();
		while (!isReady()) {
			if (System.nanoTime() - deadline > 0) {
				throw new IOException(this.name + " is not ready");
			}
			TimeUnit.MILLISECONDS.sleep(250);
		}
	}

	private boolean isReady() throws InterruptedException {
		if (this.target == null) {
			try (Socket socket = new Socket()) {
				socket.connect(new InetSocketAddress(this.testbed.pc2.address(), 4223), 500);
				return true;
			}
			catch (IOException ex) {
				return false;
			}
		}
		try {
			for (Map.Entry<Site, List<String>> machine : this.programs.entrySet()) {
				boolean hasHub = machine.getValue().contains(Testbed.hub(machine.getKey()));
				if (hasHub && !isUp(machine.getKey().hub("/actuator/health/readiness"))) {
					return false;
				}
			}
			boolean hasGateway = this.target.getPort() == this.testbed.pc2.gateway("").getPort();
			return !hasGateway || isUp(this.testbed.pc2.gateway("/actuator/health/readiness")) && (this.store == null
					|| this.testbed.route(this.testbed.pc2).path("tier").asString().startsWith("local-hub"));
		}
		catch (IOException ex) {
			return false;
		}
	}

	private boolean isUp(URI health) throws IOException, InterruptedException {
		return this.testbed.observer.get(health).path("status").asString().equals("UP");
	}

	@Override
	public List<? extends Source> sources(int senders, int series) {
		return RemoteWriteLoad.senders(Objects.requireNonNull(this.target), senders, series);
	}

	@Override
	public Map<String, Long> processes() throws IOException, InterruptedException {
		Map<String, Long> processes = new LinkedHashMap<>();
		for (Map.Entry<Site, List<String>> machine : this.programs.entrySet()) {
			for (String program : machine.getValue()) {
				processes.put(program + " of " + machine.getKey().machine(),
						this.testbed.pid(machine.getKey(), program));
			}
		}
		if (this.store != null) {
			processes.putAll(this.store.processes());
		}
		return processes;
	}

	@Override
	public void awaitStored(long samples) throws IOException, InterruptedException {
		if (this.store != null) {
			this.store.awaitStored(samples);
		}
	}

	@Override
	public void close() throws IOException, InterruptedException {
		for (Site site : this.programs.keySet()) {
			this.testbed.control(site, "stop", "all");
		}
		if (this.store != null) {
			this.store.close();
		}
	}

}
