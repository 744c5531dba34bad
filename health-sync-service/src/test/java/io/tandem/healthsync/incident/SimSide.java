package io.tandem.healthsync.incident;

import io.tandem.healthsync.correlation.Topology;
import io.tandem.healthsync.incident.SimReports.Sent;
import io.tandem.wire.health.HealthStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One machine's engine in a world: what comes to it, when, and what it tells. */
final class SimSide {

	private static final Instant ZERO = Instant.parse("2026-01-01T00:00:00Z");

	private static final long TICK = 2_000;

	final String self;

	final List<Page> pages = new ArrayList<>();

	final List<Incident> summarised = new ArrayList<>();

	final Map<String, Incident> incidents = new LinkedHashMap<>();

	int escalations;

	int summaries;

	private final SimWorld world;

	private final Map<String, Long> skews;

	private final IncidentEngine engine = new IncidentEngine(EngineSettings.defaults());

	private final Topology topology;

	private EngineState state;

	private final List<Event> events = new ArrayList<>();

	/** Somebody is told. */
	record Page(long at, Incident incident, boolean isAfterSummary) {
	}

	private record Event(long at, @Nullable Observation observation) {
	}

	SimSide(SimWorld world, String self, List<Sent> reports, Map<String, Long> skews) {
		this.world = world;
		this.self = self;
		this.skews = skews;
		this.topology = new Topology(world.fleet, self);
		this.state = this.engine.begin(this.topology, List.of());
		for (Sent sent : reports) {
			deliver(sent);
		}
		link();
		services();
		for (long at = 0; at < SimWorld.END; at += TICK) {
			if (!isAway(at)) {
				this.events.add(new Event(at, new Observation.Tick()));
			}
		}
		if (isEverAway()) {
			this.events.add(new Event(world.awayTo, null));
		}
		this.events.sort(Comparator.comparingLong(Event::at));
	}

	private boolean isEverAway() {
		return this.self.equals("mainpc") && this.world.awayFrom < SimWorld.END;
	}

	private boolean isAway(long at) {
		return isEverAway() && at >= this.world.awayFrom && at < this.world.awayTo;
	}

	private void deliver(Sent sent) {
		boolean isFar = !sent.agent().machine().equals(this.self);
		long way = this.world.between(5, 60) + (isFar ? this.world.between(20, 300) : 0);
		long at = sent.storedAt() + way;
		if (isFar && this.world.isMachineGone && at >= this.world.silentFrom) {
			return;
		}
		if (isFar && at >= this.world.cutFrom && at < this.world.cutTo + 1_000) {
			at = this.world.cutTo + 1_500 + (at - this.world.cutFrom) / 200;
		}
		for (long[] cut : this.world.shortCuts) {
			if (isFar && at >= cut[0] && at < cut[1] + 500) {
				at = cut[1] + 700 + (at - cut[0]) / 50;
			}
		}
		if (isAway(at)) {
			if (!isFar && this.world.awayFrom % 2 == 0) {
				return;
			}
			at = this.world.awayTo;
		}
		this.events.add(new Event(at, report(sent, at)));
	}

	private Observation.Reported report(Sent sent, long at) {
		return new Observation.Reported(sent.agent().name(), sent.agent().machine(), sent.status(),
				time(sent.storedAt(), sent.agent().machine()), at - sent.storedAt() > 10_000);
	}

	private void link() {
		String other = this.self.equals("mainpc") ? "pc2" : "mainpc";
		List<long[]> cuts = new ArrayList<>(this.world.shortCuts);
		if (this.world.cutFrom < SimWorld.END) {
			cuts.add(new long[] { this.world.cutFrom, this.world.cutTo });
		}
		for (long[] cut : cuts) {
			if (cut[1] - cut[0] > 3_000) {
				long lost = cut[0] + this.world.between(3_000, 4_500);
				this.events.add(new Event(lost, new Observation.LinkLost(other)));
				this.events.add(new Event(Math.max(lost + 1_000, cut[1] + this.world.between(100, 1_200)),
						new Observation.LinkRestored(other)));
				this.events.add(new Event(cut[1] + 4_500, new Observation.ReplayEnded(other)));
			}
		}
	}

	private void services() {
		String machine = this.world.downHub;
		if (machine != null) {
			SimCause cause = this.world.causes.getFirst();
			this.events.add(new Event(cause.at + 1_000, told(machine, HealthStatus.DOWN, cause.at + 900)));
			this.events.add(new Event(cause.until + 1_000, told(machine, HealthStatus.UP, cause.until + 900)));
		}
	}

	private Observation told(String machine, HealthStatus status, long at) {
		return new Observation.ServiceTold(Topology.hub(machine), machine, status, time(at, machine), false, "told");
	}

	private Instant time(long at, String machine) {
		return ZERO.plusMillis(at + this.skews.getOrDefault(machine, 0L));
	}

	void run() {
		for (Event event : this.events) {
			if (event.observation() == null) {
				restart(event.at());
			}
			else if (!isAway(event.at())) {
				step(event.observation(), event.at());
			}
		}
	}

	/** Starts the service again: reads all that is stored, as a new process does. */
	private void restart(long at) {
		List<Incident> active = this.incidents.values().stream().filter(Incident::isActive).toList();
		this.state = this.engine.begin(this.topology, active);
		step(new Observation.ReplayStarted(Set.of("mainpc", "pc2"), time(this.world.awayFrom, this.self)), at);
		for (Event event : this.events) {
			if (event.at() <= at && event.observation() instanceof Observation.Reported report
					&& (event.at() < this.world.awayFrom || event.at() == at)) {
				step(report, at);
			}
		}
		step(new Observation.ReplayEnded("pc2"), at);
		step(new Observation.ReplayEnded("mainpc"), at);
	}

	private void step(Observation observation, long at) {
		Step step = this.engine.step(this.state, observation, time(at, this.self));
		this.state = step.state();
		for (Command command : step.commands()) {
			switch (command) {
				case Command.Open(Incident incident) -> {
					boolean isKnown = this.summarised.stream().anyMatch((one) -> one.root().equals(incident.root()));
					this.pages.add(new Page(at, incident, isKnown));
					this.incidents.put(incident.id(), incident);
				}
				case Command.Update(Incident incident) -> this.incidents.put(incident.id(), incident);
				case Command.Escalate(Incident incident) -> {
					this.escalations++;
					this.incidents.put(incident.id(), incident);
				}
				case Command.Close(Incident incident) -> this.incidents.put(incident.id(), incident);
				case Command.Summarise summary -> {
					this.summaries++;
					this.summarised.addAll(summary.incidents());
				}
			}
		}
	}

}
