package io.tandem.acceptance.testbed;

import io.tandem.acceptance.check.Observer;
import io.tandem.acceptance.fleet.Site;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/**
 * Both machines as {@code ./tandem bench} has started them, each in a network namespace
 * of its own. Thread-safe.
 */
public final class Testbed implements AutoCloseable {

	private static final int PID_TRIES = 60;

	public final Site mainpc = new Site("mainpc", "10.77.0.1", 9000, 37);

	public final Site pc2 = new Site("pc2", "10.77.0.2", 9100, 40);

	public final Observer observer = new Observer();

	private final Path root = Path.of(System.getenv("TANDEM_ROOT"));

	private final Path home = Path.of(System.getenv("TANDEM_HOME"));

	public List<Site> sites() {
		return List.of(this.mainpc, this.pc2);
	}

	/** Returns the directory of a machine's data. */
	public Path state(Site site) {
		return this.home.resolve(site.machine());
	}

	/** Returns the network namespace of a machine. */
	public static String namespace(Site site) {
		return "tandem-" + site.machine();
	}

	public static String hub(Site site) {
		return site.machine().equals("mainpc") ? "central-hub" : "edge-hub";
	}

	/** Controls a machine's supervisor, by the words of supervisorctl. */
	public String control(Site site, String... words) throws IOException, InterruptedException {
		String[] command = new String[words.length + 3];
		command[0] = this.root.resolve("tandem").toString();
		command[1] = "ctl";
		command[2] = site.machine();
		System.arraycopy(words, 0, command, 3, words.length);
		return Command.run(command);
	}

	/**
	 * Returns the process id of a program of a machine, once its supervisor has started
	 * it.
	 */
	public long pid(Site site, String program) throws IOException, InterruptedException {
		for (int tries = 0; tries < PID_TRIES; tries++) {
			long pid = Long.parseLong(control(site, "pid", program));
			if (pid > 0) {
				return pid;
			}
			TimeUnit.MILLISECONDS.sleep(500);
		}
		throw new IOException(program + " of " + site.machine() + " does not run");
	}

	/** Returns how a machine's records go now. */
	public JsonNode route(Site site) throws IOException, InterruptedException {
		return this.observer.get(site.gateway("/api/v1/routes"));
	}

	/**
	 * Waits until each machine's records go to its own hub, and next to none wait.
	 * @return false if that has not come in time
	 */
	public boolean awaitHome(Duration timeout) throws InterruptedException {
		long deadline = System.nanoTime() + timeout.toNanos();
		while (System.nanoTime() - deadline < 0) {
			if (isHome(this.mainpc) && isHome(this.pc2)) {
				return true;
			}
			TimeUnit.MILLISECONDS.sleep(250);
		}
		return false;
	}

	private boolean isHome(Site site) throws InterruptedException {
		try {
			JsonNode route = route(site);
			return route.path("tier").asString().startsWith("local-hub")
					&& route.path("backlogRecords").asLong(Long.MAX_VALUE) < OpenLoad.PUSHES_PER_SECOND
					&& this.observer.get(site.hub("/actuator/health")).path("status").asString().equals("UP");
		}
		catch (IOException ex) {
			return false;
		}
	}

	@Override
	public void close() {
		this.observer.close();
	}

}
