package io.tandem.healthsync.incident;

import io.tandem.healthsync.correlation.Symptom;
import io.tandem.healthsync.correlation.Topology;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All that the engine knows. Immutable. */
public final class EngineState {

	private final Topology topology;

	private final Known known;

	private final List<Replay> replays;

	private final List<Incident> active;

	private final List<Incident> opening;

	private final List<Incident> closed;

	private final Answers answers;

	private final long overflowed;

	EngineState(Topology topology, Known known, List<Replay> replays, List<Incident> active, List<Incident> opening,
			List<Incident> closed, Answers answers, long overflowed) {
		this.topology = topology;
		this.known = known;
		this.replays = List.copyOf(replays);
		this.active = List.copyOf(active);
		this.opening = List.copyOf(opening);
		this.closed = List.copyOf(closed);
		this.answers = answers;
		this.overflowed = overflowed;
	}

	/** Returns who needs whom. */
	public Topology topology() {
		return this.topology;
	}

	/** Returns the incidents that are not over and were opened, the oldest first. */
	public List<Incident> active() {
		return this.active;
	}

	/** Returns what may become an incident, as it looks now. */
	public List<Incident> opening() {
		return this.opening;
	}

	/** Returns the incidents that were over last, the newest last. */
	public List<Incident> closed() {
		return this.closed;
	}

	/** Returns the incident of that identity that is active. */
	public Optional<Incident> find(String id) {
		return Stream.concat(this.active.stream(), this.opening.stream())
			.filter((incident) -> incident.id().equals(id))
			.findFirst();
	}

	/** Returns what fails now, of the machines that are heard. */
	public Collection<Symptom> symptoms() {
		return Collections.unmodifiableCollection(this.known.symptoms().values());
	}

	/** Returns the machines that are not heard, and since when. */
	public Map<String, Instant> cuts() {
		return Collections.unmodifiableMap(this.known.cuts());
	}

	/** Returns the machines whose history is being read. */
	public Set<String> replaying() {
		return this.replays.stream()
			.flatMap((replay) -> replay.machines().stream())
			.collect(Collectors.toUnmodifiableSet());
	}

	/** Returns how much was passed over because there was too much of it. */
	public long passedOver() {
		return this.known.passedOver() + this.overflowed + this.replays.stream().mapToLong(Replay::dropped).sum();
	}

	Known known() {
		return this.known;
	}

	List<Replay> replays() {
		return this.replays;
	}

	Answers answers() {
		return this.answers;
	}

	long overflowed() {
		return this.overflowed;
	}

}
