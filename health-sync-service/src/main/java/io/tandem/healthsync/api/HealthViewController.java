package io.tandem.healthsync.api;

import io.tandem.healthsync.presence.FleetPresence;
import io.tandem.healthsync.state.FleetHealth;
import io.tandem.healthsync.state.MachineHealth;
import io.tandem.healthsync.state.StreamPosition;
import io.tandem.healthsync.streams.Freshness;
import io.tandem.healthsync.streams.StreamStates;
import io.tandem.service.MachineProperties;
import io.tandem.service.ProblemException;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows what is known of all machines, of one, and of one agent. */
@RestController
@RequestMapping("/api/v1/health")
class HealthViewController {

	private final MachineProperties self;

	private final FleetHealth fleet;

	private final FleetPresence presence;

	private final StreamStates streams;

	private final Clock clock;

	HealthViewController(MachineProperties self, FleetHealth fleet, FleetPresence presence, StreamStates streams,
			Clock clock) {
		this.self = self;
		this.fleet = fleet;
		this.presence = presence;
		this.streams = streams;
		this.clock = clock;
	}

	@GetMapping
	FleetView fleet() {
		Instant now = this.clock.instant();
		Map<String, MachineView> machines = new LinkedHashMap<>();
		Map<String, String> digests = new LinkedHashMap<>();
		this.fleet.machines().forEach((name, health) -> {
			MachineView view = view(name, health, now);
			machines.put(name, view);
			digests.put(name, view.digest());
		});
		return new FleetView(now, this.self.machine(), FleetHealth.digest(digests), machines);
	}

	@GetMapping("/{machine}")
	MachineView machine(@PathVariable String machine) {
		return view(machine, require(machine), this.clock.instant());
	}

	@GetMapping("/{machine}/{agent}")
	AgentView agent(@PathVariable String machine, @PathVariable String agent) {
		StreamPosition newest = require(machine).newest();
		Freshness fresh = Freshness.of(machine, this.streams.state(machine),
				(newest != null) ? newest.storedAt() : null);
		return this.presence.agent(machine, agent)
			.map((found) -> AgentView.of(found, fresh, this.clock.instant()))
			.orElseThrow(() -> new ProblemException(HttpStatus.NOT_FOUND, "unknown-agent",
					"agent '%s' is not in the fleet file and has not reported on %s within the time reports are kept"
						.formatted(agent, machine)));
	}

	private MachineView view(String name, MachineHealth health, Instant now) {
		return MachineView.of(name, health, this.presence.agents(name), this.streams.state(name),
				name.equals(this.self.machine()), now);
	}

	private MachineHealth require(String machine) {
		return this.fleet.machine(machine)
			.orElseThrow(() -> new ProblemException(HttpStatus.NOT_FOUND, "unknown-machine",
					"'%s' is not a machine of this fleet; known are %s".formatted(machine,
							this.fleet.machines().keySet())));
	}

}
