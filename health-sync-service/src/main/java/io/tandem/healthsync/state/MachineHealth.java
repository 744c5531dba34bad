package io.tandem.healthsync.state;

import io.tandem.wire.health.HealthStatus;
import java.time.Duration;
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
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one machine's agents. Thread-safe: written under a lock, so that what
 * is known and how far the stream has been read belong together; agents are read without
 * it.
 */
public final class MachineHealth {

	private static final int KEPT_FOREIGN = 20;

	private final ReentrantLock lock = new ReentrantLock();

	private final Semaphore places;

	private final Duration keep;

	private final ConcurrentMap<String, AgentHealth> agents = new ConcurrentHashMap<>();

	private final Deque<ForeignReport> foreign = new ArrayDeque<>();

	private @Nullable Instant streamCreatedAt;

	private volatile @Nullable StreamPosition newest;

	private volatile @Nullable Instant caughtUpAt;

	private volatile long forgotten;

	/**
	 * @param places one for each agent that may still be kept, shared by all machines
	 * @param keep how long an agent, and each life of it, is remembered
	 */
	MachineHealth(Semaphore places, Duration keep, MachineRecord known) {
		this.places = places;
		this.keep = keep;
		this.streamCreatedAt = known.streamCreatedAt();
		this.newest = known.newest();
		this.foreign.addAll(known.foreign());
		for (AgentHealth agent : known.agents()) {
			if (places.tryAcquire()) {
				this.agents.put(agent.latest().report().agent(), agent);
			}
		}
	}

	/** Takes a report of one of this machine's agents in. */
	ReportOutcome record(ReceivedReport report) {
		this.lock.lock();
		try {
			reachedLocked(report.position());
			String name = report.report().agent();
			AgentHealth known = this.agents.get(name);
			if (known == null) {
				if (!this.places.tryAcquire()) {
					return ReportOutcome.OVERFLOW;
				}
				this.agents.put(name, AgentHealth.first(report, this.keep));
				return ReportOutcome.ACCEPTED;
			}
			ReportOutcome outcome = known.outcome(report);
			AgentHealth next = known.with(report, outcome, this.keep);
			this.forgotten += next.lives().forgotten() - known.lives().forgotten();
			this.agents.put(name, next);
			return outcome;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Takes in a report that was missed when the stream was read past it, unless more is
	 * known of its agent than that. Nobody is told.
	 */
	public void restore(ReceivedReport report) {
		this.lock.lock();
		try {
			StreamPosition read = this.newest;
			Instant created = this.streamCreatedAt;
			AgentHealth known = this.agents.get(report.report().agent());
			boolean isPassed = read != null && !report.position().isAfter(read);
			boolean isOfStream = created != null && !report.position().storedAt().isBefore(created);
			if (isPassed && isOfStream && (known == null || report.position().isAfter(known.position()))) {
				record(report);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Keeps a report apart that speaks for another machine; the last 20 are kept. */
	void recordForeign(ForeignReport report, StreamPosition position) {
		this.lock.lock();
		try {
			reachedLocked(position);
			if (this.foreign.size() == KEPT_FOREIGN) {
				this.foreign.removeFirst();
			}
			this.foreign.addLast(report);
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Notes that the machine's stream has been read up to there. */
	void reached(StreamPosition position) {
		this.lock.lock();
		try {
			reachedLocked(position);
		}
		finally {
			this.lock.unlock();
		}
	}

	private void reachedLocked(StreamPosition position) {
		StreamPosition known = this.newest;
		this.newest = (known == null || position.isAfter(known)) ? position : known;
	}

	/** Notes which stream is read from now on, and that it is to be caught up with. */
	void opened(Instant streamCreatedAt) {
		this.lock.lock();
		try {
			this.streamCreatedAt = streamCreatedAt;
			this.caughtUpAt = null;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Forgets everything, because all of the stream is about to be read again. */
	void clear() {
		this.lock.lock();
		try {
			this.places.release(this.agents.size());
			this.agents.clear();
			this.foreign.clear();
			this.newest = null;
		}
		finally {
			this.lock.unlock();
		}
	}

	void caughtUp(Instant now) {
		this.caughtUpAt = now;
	}

	/** Forgets agents whose latest report was stored before then. */
	void forget(Instant before) {
		this.lock.lock();
		try {
			this.agents.values().removeIf((known) -> {
				boolean isOld = known.latest().position().storedAt().isBefore(before);
				if (isOld) {
					this.places.release();
				}
				return isOld;
			});
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Returns all that is known, at one position of the stream. */
	MachineRecord copy() {
		this.lock.lock();
		try {
			return new MachineRecord(this.streamCreatedAt, this.newest, List.copyOf(this.agents.values()),
					List.copyOf(this.foreign));
		}
		finally {
			this.lock.unlock();
		}
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

	/** Returns how many agents last reported which status; every status is there. */
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
		return copy().foreign();
	}

	/** Returns how far the stream has been read, or null while nothing was in it. */
	public @Nullable StreamPosition newest() {
		return this.newest;
	}

	/**
	 * Returns since when all is known that the stream had at the start; null while it is
	 * still being read.
	 */
	public @Nullable Instant caughtUpAt() {
		return this.caughtUpAt;
	}

	/** Returns the clock skew that is furthest from zero, of all agents. */
	Duration largestClockSkew() {
		return this.agents.values()
			.stream()
			.map(AgentHealth::clockSkew)
			.max(Comparator.comparing(Duration::abs))
			.orElse(Duration.ZERO);
	}

	/** Counts lives and holes of agents that were forgotten before their time. */
	long forgotten() {
		return this.forgotten;
	}

	/** Returns a digest of what the stream says of the agents. */
	public String digest() {
		return HealthDigest.of(copy(), this.keep);
	}

}
