package io.tandem.healthsync.incident;

import io.tandem.healthsync.correlation.NodeKind;
import io.tandem.healthsync.correlation.Topology;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The incidents, while one step is made. Confined to that step. */
final class Cases {

	static final int MAX_ACTIVE = 200;

	static final int MAX_CLOSED = 200;

	private final EngineSettings settings;

	private final Instant now;

	private final Map<String, Incident> active = new LinkedHashMap<>();

	private List<Incident> opening;

	private final List<Incident> closed;

	private final List<Command> commands = new ArrayList<>();

	private Answers answers;

	private long overflowed;

	Cases(EngineSettings settings, EngineState before, Instant now) {
		this.settings = settings;
		this.now = now;
		before.active().forEach((incident) -> this.active.put(incident.id(), incident));
		this.opening = before.opening();
		this.closed = new ArrayList<>(before.closed());
		this.answers = before.answers();
		this.overflowed = before.overflowed();
	}

	void judge(Topology topology, Senses senses) {
		if (senses.symptoms().isEmpty() && this.active.isEmpty()) {
			this.opening = List.of();
			return;
		}
		Judgement judgement = new Judgement(this.settings, topology, senses, List.copyOf(this.active.values()),
				List.copyOf(this.closed), this.now);
		judgement.judge();
		this.opening = judgement.opening();
		judgement.changed().forEach(this::apply);
	}

	private void apply(Command decided) {
		Command command = answered(decided);
		switch (command) {
			case Command.Open(Incident incident) -> {
				if (this.active.size() >= MAX_ACTIVE) {
					this.overflowed++;
					return;
				}
				this.closed.removeIf((other) -> other.id().equals(incident.id()));
				this.active.put(incident.id(), incident);
			}
			case Command.Update(Incident incident) -> this.active.put(incident.id(), incident);
			case Command.Escalate(Incident incident) -> this.active.put(incident.id(), incident);
			case Command.Close(Incident incident) -> close(incident);
			case Command.Summarise summary -> {
				// tells of what is known already
			}
		}
		this.commands.add(command);
	}

	/** Returns it with all that people have said of its incident. */
	private Command answered(Command command) {
		return switch (command) {
			case Command.Open(Incident incident) -> new Command.Open(this.answers.of(incident, this.now));
			case Command.Update(Incident incident) -> new Command.Update(this.answers.of(incident, this.now));
			case Command.Escalate(Incident incident) -> new Command.Escalate(this.answers.of(incident, this.now));
			case Command.Close close -> close;
			case Command.Summarise summary -> summary;
		};
	}

	private void close(Incident incident) {
		this.active.remove(incident.id());
		this.closed.removeIf((other) -> other.id().equals(incident.id()));
		this.closed.add(incident);
		if (this.closed.size() > MAX_CLOSED) {
			this.closed.removeFirst();
		}
	}

	/** Notes what was said, also for what is not known yet. */
	void answer(Observation.Answered answered) {
		if (this.answers.isFullFor(answered)) {
			this.overflowed++;
		}
		this.answers = this.answers.with(answered, this.now);
		for (Incident incident : List.copyOf(this.active.values())) {
			if (!answered.of(incident, this.now).equals(incident)) {
				apply(new Command.Update(incident));
			}
		}
	}

	/** Returns the active incidents of these machines' own. */
	List<Incident> of(Set<String> machines) {
		return this.active.values().stream().filter((incident) -> Turn.isOf(incident, machines)).toList();
	}

	List<Incident> closedOf(Set<String> machines) {
		return this.closed.stream().filter((incident) -> Turn.isOf(incident, machines)).toList();
	}

	/** Takes over what became of these machines' incidents; tells of new ones once. */
	void takeOver(Past past, Set<String> machines) {
		Map<String, Incident> before = new HashMap<>();
		of(machines).forEach((incident) -> before.put(incident.id(), incident));
		List<Incident> news = new ArrayList<>();
		for (Incident incident : past.end().closed()) {
			Incident known = before.get(incident.id());
			if (Turn.isOf(incident, machines) && (known != null || !isClosed(incident))) {
				Incident over = incident.change().told((known != null) ? known.told() : null).done();
				apply(new Command.Close(over));
				if (known == null) {
					news.add(over);
				}
			}
		}
		for (Incident incident : past.end().active()) {
			joinLink(incident);
			Incident known = before.get(incident.id());
			if (Turn.isOf(incident, machines) && !incident.equals(known) && !isOver(incident)) {
				Incident open = incident.change().told((known != null) ? known.told() : null).done();
				this.closed.removeIf((other) -> other.id().equals(open.id()));
				apply(new Command.Update(open));
				if (known == null) {
					news.add(open);
				}
			}
		}
		if (!news.isEmpty()) {
			news.sort((one, other) -> one.openedAt().compareTo(other.openedAt()));
			apply(new Command.Summarise(machines, past.from(), this.now, news));
		}
	}

	private boolean isClosed(Incident incident) {
		return this.closed.stream().anyMatch((other) -> other.id().equals(incident.id()));
	}

	/**
	 * Tells whether nothing of it fails and its end is known already: it was heard of by
	 * way of another machine in time, and in history once more.
	 */
	private boolean isOver(Incident incident) {
		return incident.failing().isEmpty() && isClosed(incident);
	}

	/** Who fails over there because the link was cut is known to do so. */
	private void joinLink(Incident past) {
		if (past.kind() != NodeKind.LINK) {
			return;
		}
		for (Incident incident : List.copyOf(this.active.values())) {
			if (incident.root().equals(past.root())) {
				Set<String> failing = new HashSet<>(incident.failing());
				failing.addAll(past.failing());
				apply(new Command.Update(incident.change().failing(failing).done()));
			}
		}
	}

	EngineState state(Topology topology, Known known, List<Replay> replays) {
		return new EngineState(topology, known, replays, List.copyOf(this.active.values()), this.opening, this.closed,
				this.answers, this.overflowed);
	}

	List<Command> commands() {
		return this.commands;
	}

}
