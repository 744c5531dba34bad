package io.tandem.failover.route;

import io.tandem.fleet.ReloadingFleet;
import io.tandem.service.MachineProperties;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells on which route each agent of this machine is, and what it has pushed by it. */
@RestController
class RouteController {

	private final MachineProperties machine;

	private final ReloadingFleet fleet;

	private final RouteBook book;

	private final RoutedIntake intake;

	private final RouteFollower follower;

	private final InstantSource clock;

	RouteController(MachineProperties machine, ReloadingFleet fleet, RouteBook book, RoutedIntake intake,
			RouteFollower follower, InstantSource clock) {
		this.machine = machine;
		this.fleet = fleet;
		this.book = book;
		this.intake = intake;
		this.follower = follower;
		this.clock = clock;
	}

	@GetMapping("/api/v1/agent-routes")
	Routes routes() {
		Map<String, String> unapplied = this.follower.unapplied();
		return new Routes(this.machine.machine(), this.clock.instant(),
				this.fleet.current().agentsOf(this.machine.machine()).stream().map((agent) -> {
					RouteBook.Entry entry = this.book.find(agent.name());
					AgentTraffic.Seen seen = this.intake.seen(agent.name());
					return new Agent(agent.name(), this.book.routeOf(agent.name()).word(),
							(entry != null) ? entry.desired().campaign() : null, (entry != null) ? entry.revision() : 0,
							seen.legacyPushes(), seen.tandemPushes(), at(seen.lastLegacyMillis()),
							at(seen.lastTandemMillis()), seen.legacyFailure(), seen.legacyWaitMicros(),
							seen.overlapWaitMicros(), seen.tandemWaitMicros(), unapplied.get(agent.name()));
				}).toList());
	}

	private static @Nullable Instant at(long millis) {
		return (millis > 0) ? Instant.ofEpochMilli(millis) : null;
	}

	/**
	 * The agents of a machine.
	 *
	 * @param at by the machine's clock
	 */
	record Routes(String machine, Instant at, List<Agent> agents) {
	}

	/**
	 * One agent.
	 *
	 * @param campaign who wants the route; null where nothing is desired
	 * @param revision of the bucket; 0 where nothing is desired
	 * @param legacyPushes since the service started
	 * @param legacyWaitMicros the median wait for an answer on that route; -1 if unknown
	 * @param unapplied why its environment file or its restart failed; null if it did not
	 */
	record Agent(String agent, String route, @Nullable String campaign, long revision, long legacyPushes,
			long tandemPushes, @Nullable Instant lastLegacy, @Nullable Instant lastTandem,
			@Nullable String legacyFailure, long legacyWaitMicros, long overlapWaitMicros, long tandemWaitMicros,
			@Nullable String unapplied) {
	}

}
