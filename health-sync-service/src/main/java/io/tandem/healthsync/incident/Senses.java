package io.tandem.healthsync.incident;

import io.tandem.healthsync.correlation.Hearing;
import io.tandem.healthsync.correlation.Node;
import io.tandem.healthsync.correlation.NodeKind;
import io.tandem.healthsync.correlation.Symptom;
import io.tandem.healthsync.correlation.Symptom.Status;
import io.tandem.healthsync.correlation.Topology;
import io.tandem.wire.health.HealthStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns what nodes say, and that they say nothing, into symptoms. Holds a node that flaps
 * for failing until it is quiet. Confined to one step.
 */
final class Senses implements Hearing {

	/** More nodes than a fleet may have agents. */
	static final int MAX_NODES = 10_500;

	private static final Duration FORGET_AFTER = Duration.ofHours(25);

	private static final Duration GRACE = Duration.ofSeconds(5);

	private final Topology topology;

	private final EngineSettings settings;

	private final Set<String> replaying;

	private Map<String, Heard> heard;

	private final Map<String, Symptom> symptoms;

	private final Map<String, Symptom> frozen;

	private final Map<String, List<Instant>> onsets;

	private final Map<String, Instant> held;

	private final Map<String, Instant> cuts;

	private final Map<String, Instant> hearingSince;

	private final Set<String> relayed;

	private long passedOver;

	private boolean isHeardOwn;

	/**
	 * @param replaying machines whose history is being read
	 */
	Senses(Topology topology, EngineSettings settings, Known known, Set<String> replaying) {
		this.topology = topology;
		this.settings = settings;
		this.replaying = replaying;
		this.heard = known.heard();
		this.symptoms = new HashMap<>(known.symptoms());
		this.frozen = new HashMap<>(known.frozen());
		this.onsets = new HashMap<>(known.onsets());
		this.held = new HashMap<>(known.held());
		this.cuts = new HashMap<>(known.cuts());
		this.hearingSince = new HashMap<>(known.hearingSince());
		this.relayed = new HashSet<>(known.relayed());
		this.passedOver = known.passedOver();
	}

	Known known() {
		return new Known(this.heard, this.symptoms, this.frozen, this.onsets, this.held, this.cuts, this.hearingSince,
				this.relayed, this.passedOver);
	}

	Map<String, Symptom> symptoms() {
		return this.symptoms;
	}

	/** Tells whether nothing new can be known of the machine. */
	boolean isMute(String machine) {
		return this.cuts.containsKey(machine) || this.replaying.contains(machine);
	}

	/** Notes the word without a conclusion. Returns whether it is new and has a place. */
	boolean hear(Observation.Recorded word, Instant now) {
		Heard before = this.heard.get(word.node());
		if (before != null && word.at().isBefore(before.reportedAt())) {
			return false;
		}
		if (before == null && this.heard.size() >= MAX_NODES) {
			this.passedOver++;
			return false;
		}
		String machine = word.of();
		ownHeard().put(word.node(), new Heard((machine != null) ? machine : "", word.status(), word.at(), now));
		return true;
	}

	void take(Observation.Recorded word, Instant now) {
		if (hear(word, now)) {
			this.relayed.remove(word.node());
			conclude(word, now);
		}
	}

	/** Takes a word that came round a machine that is not heard. */
	void takeRelayed(Observation.Relayed word, Instant now) {
		Heard before = this.heard.get(word.node());
		// it is newer whatever the two machines' clocks say
		Observation.Relayed inOrder = (before != null && word.at().isBefore(before.reportedAt()))
				? new Observation.Relayed(word.node(), word.of(), word.status(), before.reportedAt()) : word;
		if (hear(inOrder, now)) {
			this.relayed.add(word.node());
			conclude(inOrder, now);
		}
	}

	/** Tells whether all these are known by way of another machine. */
	boolean isRelayed(Set<String> nodes) {
		return !nodes.isEmpty() && this.relayed.containsAll(nodes);
	}

	private void conclude(Observation.Recorded word, Instant now) {
		String evidence = (word instanceof Observation.ServiceTold told) ? told.evidence()
				: "says " + word.status().name();
		switch (word.status()) {
			case UP -> well(word.node(), now);
			case DOWN -> ill(word.node(), Status.DOWN, word.at(), now, now, evidence);
			case DEGRADED -> ill(word.node(), Status.DEGRADED, word.at(), now, now, evidence);
			case UNKNOWN -> {
				Symptom symptom = this.symptoms.get(word.node());
				if (symptom != null && symptom.status() == Status.SILENT) {
					well(word.node(), now);
				}
			}
		}
	}

	private void ill(String node, Status status, Instant since, Instant now, Instant earliest, String evidence) {
		Symptom before = this.symptoms.get(node);
		boolean isHeld = this.held.remove(node) != null;
		if (before == null || isHeld) {
			List<Instant> onsets = new ArrayList<>(this.onsets.getOrDefault(node, List.of()));
			onsets.removeIf((onset) -> onset.isBefore(now.minus(this.settings.flapWithin())));
			if (onsets.size() >= this.settings.flapCount()) {
				onsets.removeFirst();
			}
			onsets.add(now);
			this.onsets.put(node, List.copyOf(onsets));
		}
		if (before == null) {
			this.symptoms.put(node, new Symptom(node, status, since, now, now, earliest, evidence));
		}
		else if (isHeld || before.status() != status) {
			this.symptoms.put(node, new Symptom(node, status, before.since(), before.seenAt(),
					isHeld ? now : before.renewedAt(), before.earliest(), evidence));
		}
	}

	/** Takes the node's failure for one that began then. */
	void renew(String node, Instant at) {
		this.symptoms.computeIfPresent(node, (name, symptom) -> new Symptom(name, symptom.status(), symptom.since(),
				symptom.seenAt(), at, symptom.earliest(), symptom.evidence()));
	}

	private void well(String node, Instant now) {
		Symptom symptom = this.symptoms.get(node);
		if (symptom == null) {
			return;
		}
		if (isFlapping(node, now)) {
			this.held.putIfAbsent(node, now.plus(this.settings.flapQuiet()));
		}
		else {
			this.symptoms.remove(node);
		}
	}

	/** Tells whether the node is well now and counts as failing only because it flaps. */
	boolean isHeld(String node) {
		return this.held.containsKey(node);
	}

	/** Returns how often the node began to fail lately; as far as they are counted. */
	int onsets(String node) {
		return this.onsets.getOrDefault(node, List.of()).size();
	}

	private boolean isFlapping(String node, Instant now) {
		List<Instant> onsets = this.onsets.getOrDefault(node, List.of());
		return onsets.size() >= this.settings.flapCount()
				&& !onsets.getFirst().isBefore(now.minus(this.settings.flapWithin()));
	}

	/** Lets the time that has passed count: who is silent, who is quiet again. */
	void passTime(Instant now) {
		forget(now);
		this.held.entrySet().removeIf((entry) -> {
			boolean isOver = !entry.getValue().isAfter(now);
			if (isOver) {
				this.symptoms.remove(entry.getKey());
			}
			return isOver;
		});
		this.onsets.values().removeIf((onsets) -> onsets.getLast().isBefore(now.minus(this.settings.flapWithin())));
		this.heard.forEach((node, last) -> {
			Instant dueAt = dueAfter(node, last, this.settings.silentPeriods());
			if (dueAt != null && !dueAt.plus(GRACE).isAfter(now) && !this.symptoms.containsKey(node)) {
				Duration interval = this.topology.intervalOf(node);
				ill(node, Status.SILENT, last.reportedAt().plus(interval), now, last.heardAt(),
						"not heard since " + last.reportedAt());
			}
		});
	}

	/** Forgets who is no longer in the fleet. */
	private void forget(Instant now) {
		Instant longest = now.minus(FORGET_AFTER);
		for (Map.Entry<String, Heard> entry : List.copyOf(this.heard.entrySet())) {
			if (this.topology.node(entry.getKey()) == null && entry.getValue().heardAt().isBefore(longest)) {
				ownHeard().remove(entry.getKey());
				this.symptoms.remove(entry.getKey());
			}
		}
		this.symptoms.values()
			.removeIf((symptom) -> symptom.status() == Status.SILENT && this.topology.node(symptom.node()) == null);
	}

	private Map<String, Heard> ownHeard() {
		if (!this.isHeardOwn) {
			this.heard = new HashMap<>(this.heard);
			this.isHeardOwn = true;
		}
		return this.heard;
	}

	/** Nothing is heard of the machine any more: what it said last is put aside. */
	void cut(String machine, Instant now) {
		this.cuts.putIfAbsent(machine, now);
		freeze(machine);
	}

	/**
	 * Takes the machine for one that can be heard again. Returns false if it could be.
	 */
	boolean join(String machine) {
		return this.cuts.remove(machine) != null;
	}

	/** Tells whether this machine's own broker fails, so that nothing can be heard. */
	boolean isBrokerAway() {
		return this.symptoms.containsKey(Topology.broker(this.topology.self()));
	}

	boolean isCut(String machine) {
		return this.cuts.containsKey(machine);
	}

	void freeze(String machine) {
		this.symptoms.values().removeIf((symptom) -> {
			boolean isThere = isOn(symptom.node(), machine) && !this.relayed.contains(symptom.node());
			if (isThere) {
				this.frozen.put(symptom.node(), symptom);
				this.held.remove(symptom.node());
			}
			return isThere;
		});
	}

	/** Takes over what another one knows of these machines, as what is so now. */
	void takeOver(Known past, Set<String> machines, Instant now) {
		for (String machine : machines) {
			this.symptoms.values().removeIf((symptom) -> isOn(symptom.node(), machine));
			this.frozen.values().removeIf((symptom) -> isOn(symptom.node(), machine));
			past.symptoms().forEach((node, symptom) -> {
				if (isOn(node, machine)) {
					this.symptoms.put(node, symptom);
				}
			});
			past.held().forEach((node, until) -> {
				if (isOn(node, machine)) {
					this.held.put(node, until);
				}
			});
			past.onsets().forEach((node, onsets) -> {
				if (isOn(node, machine)) {
					this.onsets.put(node, onsets);
				}
			});
			this.hearingSince.put(machine, now);
			this.relayed.removeIf((node) -> isOn(node, machine));
		}
	}

	/** Tells whether the node is on the machine and is heard by way of its streams. */
	boolean isOn(String name, String machine) {
		Node node = this.topology.node(name);
		if (node == null) {
			Heard last = this.heard.get(name);
			return last != null && last.machine().equals(machine);
		}
		return node.machine().equals(machine) && (node.kind() == NodeKind.AGENT || node.kind() == NodeKind.HUB);
	}

	String machineOf(String name) {
		Node node = this.topology.node(name);
		Heard last = this.heard.get(name);
		return (node != null) ? node.machine() : (last != null) ? last.machine() : "";
	}

	@Override
	public @Nullable Instant heardAt(String node) {
		Heard last = this.heard.get(node);
		return (last != null) ? last.heardAt() : null;
	}

	@Override
	public @Nullable Instant lateAt(String node) {
		Heard last = this.heard.get(node);
		Instant dueAt = (last != null) ? dueAfter(node, last, 1) : null;
		return (dueAt != null) ? dueAt.plus(this.topology.intervalOf(node).dividedBy(8)) : null;
	}

	/** Returns when so many reports are missed; null if none is expected, or can come. */
	private @Nullable Instant dueAfter(String name, Heard last, int periods) {
		Node node = this.topology.node(name);
		if (node == null || node.kind() != NodeKind.AGENT || isMute(node.machine()) || isBrokerAway()) {
			return null;
		}
		Instant since = this.hearingSince.get(node.machine());
		Instant from = (since != null && since.isAfter(last.heardAt())) ? since : last.heardAt();
		return from.plus(this.topology.intervalOf(name).multipliedBy(periods));
	}

}
