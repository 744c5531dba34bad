package io.tandem.failover.route;

import io.tandem.database.Worker;
import io.tandem.fleet.FleetAgent;
import io.tandem.fleet.ReloadingFleet;
import io.tandem.jetstream.StreamMessage;
import io.tandem.jetstream.StreamReader;
import io.tandem.retry.RepeatingFailure;
import io.tandem.wire.route.DesiredRoute;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Follows the bucket of desired routes into the book, and tells agents that read files.
 * The gateway acts on the book at once; files and restarts are done one after the other
 * on this worker's thread, and tried again until they succeed. Thread-safe.
 */
final class RouteFollower extends Worker {

	private static final Logger logger = LoggerFactory.getLogger(RouteFollower.class);

	private static final Duration PAUSE = Duration.ofSeconds(5);

	private final @Nullable StreamReader reader;

	private final RouteBook book;

	private final EnvironmentFiles files;

	private final ReloadingFleet fleet;

	private final String machine;

	private final RepeatingFailure failure = new RepeatingFailure(logger, Map.of());

	private final Map<String, String> unapplied = new ConcurrentHashMap<>();

	private StreamReader.@Nullable Following following;

	/**
	 * @param reader null if nobody writes desired routes
	 */
	RouteFollower(@Nullable StreamReader reader, RouteBook book, EnvironmentFiles files, ReloadingFleet fleet,
			String machine) {
		super("route-follower", Duration.ofSeconds(6));
		this.reader = reader;
		this.book = book;
		this.files = files;
		this.fleet = fleet;
		this.machine = machine;
	}

	@Override
	protected Duration work() {
		if (this.reader != null && this.following == null) {
			this.following = this.reader.follow(DesiredRoute.STREAM, Instant.EPOCH, this::take);
		}
		for (FleetAgent agent : this.fleet.current().agentsOf(this.machine)) {
			RouteBook.Entry entry = this.book.find(agent.name());
			if (entry != null) {
				apply(entry.desired());
			}
		}
		if (this.unapplied.isEmpty()) {
			this.failure.ended().log("All agents know their routes");
		}
		return PAUSE;
	}

	private void take(StreamMessage message) {
		if (message.body().length == 0) {
			return;
		}
		DesiredRoute desired = DesiredRoute.parse(message.body());
		boolean isHere = this.fleet.current()
			.find(desired.agent())
			.filter((agent) -> agent.machine().equals(this.machine))
			.isPresent();
		if (isHere && this.book.take(desired, message.sequence())) {
			logger.atInfo()
				.addKeyValue("agent", desired.agent())
				.addKeyValue("route", desired.route().word())
				.addKeyValue("campaign", desired.campaign())
				.addKeyValue("revision", message.sequence())
				.log("Route changed");
			wake();
		}
	}

	private void apply(DesiredRoute desired) {
		try {
			if (this.files.apply(desired.agent(), desired.route())) {
				logger.atInfo()
					.addKeyValue("agent", desired.agent())
					.addKeyValue("route", desired.route().word())
					.log("Agent restarted on its route");
			}
			this.unapplied.remove(desired.agent());
		}
		catch (IOException ex) {
			this.unapplied.put(desired.agent(), String.valueOf(ex.getMessage()));
			this.failure.failed(Level.WARN, "not-applied")
				.setCause(ex)
				.addKeyValue("agent", desired.agent())
				.log("An agent cannot be told its route; it is tried again");
		}
		catch (InterruptedException ex) {
			// nobody interrupts a worker
			throw new IllegalStateException(ex);
		}
	}

	/** Returns which agents could not be told their route, and why. */
	Map<String, String> unapplied() {
		return new TreeMap<>(this.unapplied);
	}

}
