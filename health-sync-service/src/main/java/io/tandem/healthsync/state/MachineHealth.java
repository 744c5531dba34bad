package io.tandem.healthsync.state;

import io.tandem.wire.health.HealthStatus;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one machine's agents. Thread-safe: the map is concurrent, the list of
 * foreign reports is guarded by itself.
 */
public final class MachineHealth {

	private static final int KEPT_FOREIGN = 20;

	private final Semaphore places;

	private final ConcurrentMap<String, AgentHealth> agents = new ConcurrentHashMap<>();

	private final Deque<ForeignReport> foreign = new ArrayDeque<>();

	private final AtomicReference<@Nullable StreamPosition> newest = new AtomicReference<>();

	/**
	 * @param places one for each agent that may still be kept, shared by all machines
	 */
	MachineHealth(Semaphore places) {
		this.places = places;
	}

	/** Takes a report of one of this machine's agents in. */
	ReportOutcome record(ReceivedReport report) {
		reached(report.position());
		// written by the function below, which runs on this thread
		ReportOutcome[] outcome = new ReportOutcome[1];
		this.agents.compute(report.report().agent(), (agent, known) -> {
			if (known == null) {
				boolean hasPlace = this.places.tryAcquire();
				outcome[0] = hasPlace ? ReportOutcome.ACCEPTED : ReportOutcome.OVERFLOW;
				return hasPlace ? AgentHealth.first(report) : null;
			}
			outcome[0] = known.outcome(report);
			return known.with(report);
		});
		return outcome[0];
	}

	/** Keeps a report apart that speaks for another machine; the last 20 are kept. */
	void recordForeign(ForeignReport report, StreamPosition position) {
		reached(position);
		synchronized (this.foreign) {
			if (this.foreign.size() == KEPT_FOREIGN) {
				this.foreign.removeFirst();
			}
			this.foreign.addLast(report);
		}
	}

	/** Notes that the machine's stream has been read up to there. */
	void reached(StreamPosition position) {
		this.newest.accumulateAndGet(position, (known, next) -> (known == null || next.isAfter(known)) ? next : known);
	}

	/** Forgets agents whose latest report was stored before then. */
	void forget(Instant before) {
		this.agents.forEach((agent, known) -> {
			if (known.latest().position().storedAt().isBefore(before) && this.agents.remove(agent, known)) {
				this.places.release();
			}
		});
	}

	/** Returns the agents by name. */
	public List<AgentHealth> agents() {
		return this.agents.values()
			.stream()
			.sorted(Comparator.comparing((AgentHealth health) -> health.latest().report().agent()))
			.toList();
	}

	/** Returns the agent, if it has reported. */
	public Optional<AgentHealth> agent(String name) {
		return Optional.ofNullable(this.agents.get(name));
	}

	/** Returns how many agents have which status; every status is there. */
	public Map<HealthStatus, Integer> counts() {
		Map<HealthStatus, Integer> counts = new EnumMap<>(HealthStatus.class);
		for (HealthStatus status : HealthStatus.values()) {
			counts.put(status, 0);
		}
		this.agents.values().forEach((health) -> counts.merge(health.latest().report().status(), 1, Integer::sum));
		return counts;
	}

	/** Returns the reports kept apart, the oldest first. */
	public List<ForeignReport> foreign() {
		synchronized (this.foreign) {
			return List.copyOf(this.foreign);
		}
	}

	/** Returns how far the stream has been read, or null while nothing was in it. */
	public @Nullable StreamPosition newest() {
		return this.newest.get();
	}

}
