package io.tandem.healthsync.incident;

import io.tandem.healthsync.correlation.NodeKind;
import io.tandem.healthsync.correlation.Topology;
import io.tandem.wire.health.HealthStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One step of the engine, while it is made. Confined to that step. */
final class Turn {

	private final IncidentEngine engine;

	private final EngineSettings settings;

	private final Instant now;

	private Topology topology;

	private Senses senses;

	private final Cases cases;

	private final List<Replay> replays;

	private final Set<String> replaying;

	Turn(IncidentEngine engine, EngineSettings settings, EngineState before, Instant now) {
		this.engine = engine;
		this.settings = settings;
		this.now = now;
		this.topology = before.topology();
		this.replays = new ArrayList<>(before.replays());
		this.replaying = new HashSet<>(before.replaying());
		this.senses = new Senses(this.topology, settings, before.known(), this.replaying);
		this.cases = new Cases(settings, before, now);
	}

	void take(Observation observation) {
		switch (observation) {
			case Observation.Reported report -> heard(report);
			case Observation.Relayed relayed -> relayed(relayed);
			case Observation.ServiceTold told -> told(told);
			case Observation.LinkLost lost -> linkLost(lost.of());
			case Observation.LinkRestored restored -> linkRestored(restored.of());
			case Observation.ReplayStarted started -> replay(started.machines(), started.awaySince());
			case Observation.ReplayEnded ended -> replayEnded(ended.of());
			case Observation.FleetLoaded loaded -> {
				this.topology = loaded.topology();
				this.senses = new Senses(this.topology, this.settings, this.senses.known(), this.replaying);
			}
			case Observation.Tick tick -> {
				this.senses.passTime(this.now);
				endLateReplays();
				this.cases.judge(this.topology, this.senses);
			}
			case Observation.Answered answered -> this.cases.answer(answered);
		}
	}

	private void told(Observation.ServiceTold told) {
		boolean isHub = told.node().equals(Topology.hub(told.of()));
		if (told.isReplayed() || (isHub && this.senses.isMute(told.of()))) {
			heard(told);
			return;
		}
		this.senses.take(told, this.now);
		if (told.node().equals(Topology.broker(this.topology.self())) && told.status() == HealthStatus.UP) {
			this.replays.replaceAll((replay) -> replay.startingAt(this.now));
		}
	}

	private void heard(Observation.Recorded word) {
		String machine = word.of();
		for (int i = 0; i < this.replays.size(); i++) {
			Replay replay = this.replays.get(i);
			if (machine != null && replay.machines().contains(machine)) {
				if (this.senses.hear(word, word.at())) {
					this.replays.set(i, replay.with(word));
				}
				return;
			}
		}
		if (machine == null || !this.senses.isCut(machine)) {
			this.senses.take(word, this.now);
		}
	}

	/** It is history as well, to be told with the rest of it. */
	private void relayed(Observation.Relayed word) {
		this.senses.takeRelayed(word, this.now);
		this.replays.replaceAll((replay) -> replay.machines().contains(word.of()) ? replay.with(word) : replay);
	}

	private void linkLost(String machine) {
		if (machine.equals(this.topology.self()) || this.senses.isCut(machine)) {
			return;
		}
		this.senses.cut(machine, this.now);
		this.senses.take(link(machine, HealthStatus.DOWN, this.now), this.now);
		// the first of what it had to say may come before it is known that the link is
		// back
		replay(Set.of(machine), this.now);
		endReplays();
	}

	private void linkRestored(String machine) {
		if (!this.senses.join(machine)) {
			return;
		}
		this.senses.take(link(machine, HealthStatus.UP, this.now), this.now);
		this.replays.replaceAll((replay) -> replay.machines().contains(machine) ? replay.startingAt(this.now) : replay);
	}

	private Observation.ServiceTold link(String machine, HealthStatus status, Instant at) {
		String name = Topology.link(machine, this.topology.self());
		return new Observation.ServiceTold(name, this.topology.self(), status, at, false,
				"nothing comes from " + machine);
	}

	private void replay(Set<String> machines, @Nullable Instant awaySince) {
		Set<String> news = new HashSet<>(machines);
		news.removeAll(this.replaying);
		if (news.isEmpty()) {
			return;
		}
		news.forEach(this.senses::freeze);
		this.replays.add(Replay.of(Set.copyOf(news), awaySince, this.now, this.senses.known()));
		this.replaying.addAll(news);
	}

	private void replayEnded(String machine) {
		if (this.senses.isCut(machine)) {
			return;
		}
		this.replays.replaceAll((replay) -> replay.machines().contains(machine) ? replay.ended(machine) : replay);
		endReplays();
	}

	/** Uses the history of which no more is to come. */
	private void endReplays() {
		for (Replay replay : List.copyOf(this.replays)) {
			boolean isRead = replay.machines()
				.stream()
				.allMatch((machine) -> replay.ended().contains(machine) || this.senses.isCut(machine));
			if (isRead && !replay.ended().isEmpty()) {
				this.replays.remove(replay);
				Replay rest = replay.rest();
				if (rest != null) {
					this.replays.add(rest);
				}
				this.replaying.removeAll(replay.ended());
				use(replay);
			}
		}
	}

	private void endLateReplays() {
		if (this.senses.isBrokerAway()) {
			return;
		}
		Instant longest = this.now.minus(this.settings.replayLongest());
		for (int i = 0; i < this.replays.size(); i++) {
			Replay replay = this.replays.get(i);
			if (!replay.startedAt().isAfter(longest)) {
				for (String machine : replay.machines()) {
					replay = this.senses.isCut(machine) ? replay : replay.ended(machine);
				}
				this.replays.set(i, replay);
			}
		}
		endReplays();
	}

	private void use(Replay replay) {
		Past past = Past.of(this.engine, this.topology, this.senses, this.cases, replay, this.now);
		this.senses.takeOver(past.end().known(), replay.ended(), this.now);
		this.cases.takeOver(past, replay.ended());
	}

	Step end() {
		return new Step(this.cases.state(this.topology, this.senses.known(), this.replays), this.cases.commands());
	}

	/** Tells whether an incident is one of these machines' own. */
	static boolean isOf(Incident incident, Set<String> machines) {
		return incident.kind() != NodeKind.LINK && machines.contains(incident.machine());
	}

}
