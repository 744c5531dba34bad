package io.tandem.failover.control.api;

import io.tandem.failover.control.AgentDirectory;
import io.tandem.failover.control.LatestState;
import io.tandem.failover.control.Plan;
import io.tandem.failover.control.RecordRoute;
import io.tandem.failover.control.api.StateView.RouteNow;
import io.tandem.failover.detection.Tier;
import io.tandem.service.ProblemException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Shows where records go: the machine's, and an agent's. */
@RestController
class RoutesController {

	private final StateReport report;

	private final Plan plan;

	private final LatestState latest;

	private final RecordRoute route;

	private final AgentDirectory agents;

	RoutesController(StateReport report, Plan plan, LatestState latest, RecordRoute route, AgentDirectory agents) {
		this.report = report;
		this.plan = plan;
		this.latest = latest;
		this.route = route;
		this.agents = agents;
	}

	@GetMapping("/api/v1/routes")
	MachineRoute route() {
		RouteNow now = this.report.routeNow(this.report.current());
		return new MachineRoute(this.plan.machine(), now.tier(), now.target(), now.since(), now.why(), twin(),
				this.plan.tiers().stream().map(Tier::toString).toList(), this.route.backlogRecords());
	}

	@GetMapping("/api/v1/agents/{agent}/route")
	AgentRoute route(@PathVariable String agent) {
		if (!this.agents.isKnown(agent)) {
			throw new ProblemException(HttpStatus.NOT_FOUND, "unknown-agent",
					"the fleet file names no agent " + agent + " on " + this.plan.machine());
		}
		RouteNow now = this.report.routeNow(this.report.current());
		boolean isCritical = this.agents.isCritical(agent);
		return new AgentRoute(agent, this.plan.machine(), isCritical, now.tier(), now.target(), now.since(), now.why(),
				isCritical ? twin() : null);
	}

	private @Nullable String twin() {
		Tier twin = this.latest.twin();
		return (twin != null) ? twin.toString() : null;
	}

	/**
	 * A machine's route.
	 *
	 * @param twin where the records of critical agents go as well; null for nowhere
	 * @param plan the tiers in the order in which they are tried
	 * @param backlogRecords records that are durable and not delivered
	 */
	record MachineRoute(String machine, String tier, String target, Instant since, String reason, @Nullable String twin,
			List<String> plan, long backlogRecords) {
	}

	/**
	 * An agent's route.
	 *
	 * @param twin where its records go as well; null for nowhere
	 */
	record AgentRoute(String agent, String machine, boolean critical, String tier, String target, Instant since,
			String reason, @Nullable String twin) {
	}

}
