package io.tandem.healthsync.desk;

import io.tandem.database.Worker;
import io.tandem.fleet.Fleet;
import io.tandem.fleet.ReloadingFleet;
import io.tandem.healthsync.correlation.Topology;
import io.tandem.healthsync.incident.Command;
import io.tandem.healthsync.incident.EngineState;
import io.tandem.healthsync.incident.Incident;
import io.tandem.healthsync.incident.IncidentEngine;
import io.tandem.healthsync.incident.Observation;
import io.tandem.healthsync.incident.Step;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs the engine on its one thread: what waits in the queue, then a tick each second. At
 * the start it takes over the incidents that are stored, and what it reads first is
 * history. Thread-safe.
 */
final class IncidentDesk extends Worker {

	private static final Duration TICK = Duration.ofSeconds(1);

	/** So much is taken between two ticks, so that time passes under any load. */
	private static final int MOST_AT_ONCE = 20_000;

	private final IncidentEngine engine;

	private final DeskQueue queue;

	private final ReloadingFleet fleet;

	private final Links links;

	private final Records records;

	private final Telling telling;

	private final Supplier<List<Observation.Reported>> lastWords;

	private final List<Observation.Reported> firstWords;

	private final InstantSource clock;

	private final List<String> machines;

	/** What was decided and is not told yet; kept over a fault of the work. */
	private final List<Command> untold = new ArrayList<>();

	private Fleet loaded;

	private Instant now = Instant.MIN;

	private boolean isStarted;

	private volatile EngineState state;

	/**
	 * @param lastWords the last word of every agent, as it is known at the time it is
	 * asked; asked for the first time now, before more is read
	 * @param machines whose streams are read, this one first
	 */
	IncidentDesk(IncidentEngine engine, DeskQueue queue, ReloadingFleet fleet, Links links, Records records,
			Telling telling, Supplier<List<Observation.Reported>> lastWords, List<String> machines,
			InstantSource clock) {
		super("incident-desk", Duration.ofSeconds(5));
		this.engine = engine;
		this.queue = queue;
		this.fleet = fleet;
		this.links = links;
		this.records = records;
		this.telling = telling;
		this.lastWords = lastWords;
		this.firstWords = lastWords.get();
		this.machines = List.copyOf(machines);
		this.clock = clock;
		this.loaded = fleet.current();
		this.state = engine.begin(new Topology(this.loaded, machines.getFirst()), List.of());
	}

	/** Returns all that the engine knows, as of its last step. */
	EngineState state() {
		return this.state;
	}

	@Override
	protected Duration work() {
		this.now = later(this.now, this.clock.instant());
		if (!this.isStarted && !begin()) {
			return TICK;
		}
		DeskQueue.Waiting next = this.queue.poll();
		for (int i = 0; next != null && i < MOST_AT_ONCE; i++) {
			this.now = later(this.now, next.at());
			step(next.observation());
			next = (i < MOST_AT_ONCE - 1) ? this.queue.poll() : null;
		}
		if (this.queue.hasOverflowed()) {
			this.lastWords.get().forEach(this::step);
		}
		this.now = later(this.now, this.clock.instant());
		look();
		step(new Observation.Tick());
		List<Command> commands = List.copyOf(this.untold);
		this.untold.clear();
		this.records.keep(commands, this.state.cuts().keySet().containsAll(this.state.replaying()), this.now);
		this.telling.tell(commands, this.now);
		return TICK;
	}

	private void look() {
		Fleet current = this.fleet.current();
		if (!current.equals(this.loaded)) {
			this.loaded = current;
			step(new Observation.FleetLoaded(topology()));
		}
		this.links.look(this.state, this.now).forEach(this::step);
	}

	/** Returns false if what is stored cannot be read yet. */
	private boolean begin() {
		Records.@Nullable Start start = this.records.start(this.now);
		if (start == null) {
			return false;
		}
		this.state = this.engine.begin(topology(), start.active(), start.closed());
		this.telling.resume(start.summaries());
		step(new Observation.ReplayStarted(Set.copyOf(this.machines), start.lastBeat()));
		this.firstWords.forEach(this::step);
		this.isStarted = true;
		return true;
	}

	private Topology topology() {
		return new Topology(this.loaded, this.machines.getFirst());
	}

	private void step(Observation observation) {
		Step step = this.engine.step(this.state, observation, this.now);
		this.state = step.state();
		this.untold.addAll(step.commands());
	}

	/** Returns the incident, if it can be acknowledged or silenced. */
	@Nullable Incident active(String id) {
		return this.state.active().stream().filter((incident) -> incident.id().equals(id)).findFirst().orElse(null);
	}

	/** Hands over what a person says. Returns false if too much waits. */
	boolean say(Observation observation) {
		boolean isTaken = this.queue.offer(observation, this.clock.instant());
		wake();
		return isTaken;
	}

	private static Instant later(Instant one, Instant other) {
		return one.isAfter(other) ? one : other;
	}

}
