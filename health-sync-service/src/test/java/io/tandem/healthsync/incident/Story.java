package io.tandem.healthsync.incident;

import io.tandem.fleet.Criticality;
import io.tandem.fleet.Dependency;
import io.tandem.fleet.Fallback;
import io.tandem.fleet.Fleet;
import io.tandem.fleet.FleetAgent;
import io.tandem.healthsync.correlation.Topology;
import io.tandem.wire.health.HealthStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells an engine what happens second by second. All agents report every 20 s, as they
 * are, unless they are mute.
 */
final class Story {

	static final Instant ZERO = Instant.parse("2026-01-01T14:00:00Z");

	/**
	 * Store is needed by Api, Api by Web, all on mainpc; Far and its child are on pc2.
	 */
	static final Fleet FLEET = new Fleet(List.of("mainpc", "pc2"),
			List.of(agent("Store", "mainpc", Criticality.STANDARD),
					agent("Api", "mainpc", Criticality.STANDARD, "Store"),
					agent("Web", "mainpc", Criticality.CRITICAL, "Api"), agent("Lone", "mainpc", Criticality.STANDARD),
					agent("Far", "pc2", Criticality.STANDARD), agent("FarChild", "pc2", Criticality.STANDARD, "Far"),
					agent("FarOther", "pc2", Criticality.STANDARD)));

	final IncidentEngine engine = new IncidentEngine(EngineSettings.defaults());

	final List<Command> commands = new ArrayList<>();

	final Set<String> mute = new HashSet<>();

	/** Machines whose reports are held back. */
	final Set<String> muteMachines = new HashSet<>();

	private final List<Observation.Reported> backlog = new ArrayList<>();

	EngineState state = this.engine.begin(new Topology(FLEET, "mainpc"), List.of());

	long second;

	private final Map<String, HealthStatus> statuses = new HashMap<>();

	private static FleetAgent agent(String name, String machine, Criticality criticality, String... needs) {
		return new FleetAgent(name, machine, criticality, null, Duration.ofSeconds(20),
				Arrays.stream(needs).map((need) -> new Dependency(need, Fallback.NONE)).toList(), false);
	}

	Instant now() {
		return ZERO.plusSeconds(this.second);
	}

	Story goOn(int seconds) {
		for (int i = 0; i < seconds; i++) {
			this.second++;
			int offset = 0;
			for (FleetAgent agent : FLEET.agents()) {
				if ((this.second + offset++) % 20 == 0) {
					report(agent.name());
				}
			}
			tell(new Observation.Tick());
		}
		return this;
	}

	Story is(String agent, HealthStatus status) {
		this.statuses.put(agent, status);
		report(agent);
		return this;
	}

	private void report(String agent) {
		String machine = FLEET.find(agent).orElseThrow().machine();
		HealthStatus status = this.statuses.getOrDefault(agent, HealthStatus.UP);
		if (this.muteMachines.contains(machine)) {
			this.backlog.add(new Observation.Reported(agent, machine, status, now(), true));
		}
		else if (!this.mute.contains(agent)) {
			tell(new Observation.Reported(agent, machine, status, now(), false));
		}
	}

	/** Tells what was held back. */
	Story catchesUp() {
		this.muteMachines.clear();
		this.backlog.forEach(this::tell);
		this.backlog.clear();
		return this;
	}

	Story replayed(String agent, HealthStatus status, int atSecond) {
		return tell(new Observation.Reported(agent, FLEET.find(agent).orElseThrow().machine(), status,
				ZERO.plusSeconds(atSecond), true));
	}

	Story tell(Observation observation) {
		Step step = this.engine.step(this.state, observation, now());
		this.state = step.state();
		this.commands.addAll(step.commands());
		return this;
	}

	/** The service starts again, with what was stored. */
	Story restarts() {
		this.state = this.engine.begin(new Topology(FLEET, "mainpc"), this.state.active(), this.state.closed());
		this.commands.clear();
		return this;
	}

	<T extends Command> List<T> told(Class<T> kind) {
		return this.commands.stream().filter(kind::isInstance).map(kind::cast).toList();
	}

	/** Returns the roots of which people were told. */
	List<String> pages() {
		return told(Command.Open.class).stream().map((open) -> open.incident().root()).toList();
	}

}
