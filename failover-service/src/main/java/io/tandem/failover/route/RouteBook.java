package io.tandem.failover.route;

import io.tandem.failover.spool.AtomicFile;
import io.tandem.wire.route.AgentRoute;
import io.tandem.wire.route.DesiredRoute;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is desired of each agent, as this machine was told last; kept in a file. Bounded
 * by the fleet: whoever is not of this machine is not taken. Thread-safe.
 */
final class RouteBook {

	private static final Logger logger = LoggerFactory.getLogger(RouteBook.class);

	private static final JsonMapper JSON = JsonMapper.shared();

	private final Path file;

	private final Map<String, Entry> entries = new ConcurrentHashMap<>();

	/** Reads what was kept; a file that cannot be read is logged and passed over. */
	RouteBook(Path file) {
		this.file = file;
		try {
			for (JsonNode node : JSON.readTree(Files.readAllBytes(file)).path("routes")) {
				DesiredRoute route = DesiredRoute.parse(JSON.writeValueAsBytes(node));
				this.entries.put(route.agent(), new Entry(route, node.path("revision").asLong(0)));
			}
		}
		catch (NoSuchFileException ex) {
			// the first start
		}
		catch (IOException | JacksonException | IllegalArgumentException ex) {
			logger.atError().setCause(ex).addKeyValue("file", file).log("Cannot read the routes that were kept");
		}
	}

	/**
	 * Takes what is desired over, first in the file.
	 * @param revision of the bucket
	 * @return whether the route is another one now
	 */
	synchronized boolean take(DesiredRoute desired, long revision) {
		Entry before = this.entries.put(desired.agent(), new Entry(desired, revision));
		if (before != null && before.revision() == revision && before.desired().equals(desired)) {
			return false;
		}
		try {
			keep();
		}
		catch (IOException ex) {
			// the mirror still has it
			logger.atWarn().setCause(ex).addKeyValue("file", this.file).log("Cannot keep a route");
		}
		return before == null || before.desired().route() != desired.route();
	}

	/** Returns the agent's route; Tandem's where nothing is desired. */
	AgentRoute routeOf(String agent) {
		Entry entry = this.entries.get(agent);
		return (entry != null) ? entry.desired().route() : AgentRoute.TANDEM;
	}

	@Nullable Entry find(String agent) {
		return this.entries.get(agent);
	}

	boolean isEmpty() {
		return this.entries.isEmpty();
	}

	private void keep() throws IOException {
		ObjectNode root = JSON.createObjectNode();
		var list = root.putArray("routes");
		for (Entry entry : this.entries.values()) {
			ObjectNode node = (ObjectNode) JSON.readTree(entry.desired().bytes());
			list.add(node.put("revision", entry.revision()));
		}
		AtomicFile.replace(this.file, JSON.writeValueAsString(root));
	}

	/** What is desired, and since which revision of the bucket. */
	record Entry(DesiredRoute desired, long revision) {
	}

}
