package io.tandem.healthsync.incident;

import io.tandem.healthsync.correlation.Node;
import io.tandem.healthsync.correlation.NodeKind;
import io.tandem.healthsync.correlation.RootCause;
import io.tandem.healthsync.correlation.Sight;
import io.tandem.healthsync.correlation.Symptom;
import io.tandem.healthsync.correlation.Topology;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Judges all that is seen at one time: which symptoms belong to which incident, what is
 * new, what is over. Confined to one step.
 */
final class Judgement {

	private static final int NAMES_IN_A_LINE = 5;

	private final EngineSettings settings;

	private final Topology topology;

	private final Senses senses;

	private final Sight sight;

	private final Instant now;

	private final Map<String, Incident> before = new LinkedHashMap<>();

	private final Map<String, Incident> incidents = new LinkedHashMap<>();

	private final List<Incident> closed;

	private final List<Incident> opening = new ArrayList<>();

	private final List<Command> changed = new ArrayList<>();

	Judgement(EngineSettings settings, Topology topology, Senses senses, List<Incident> active, List<Incident> closed,
			Instant now) {
		this.settings = settings;
		this.topology = topology;
		this.senses = senses;
		this.sight = new Sight(topology, senses.symptoms(), senses, now);
		this.now = now;
		this.closed = closed;
		active.forEach((incident) -> {
			this.before.put(incident.id(), incident);
			this.incidents.put(incident.id(), incident);
		});
	}

	List<Incident> opening() {
		return this.opening;
	}

	/** Returns what has changed; nothing but commands about single incidents. */
	List<Command> changed() {
		return this.changed;
	}

	void judge() {
		Set<String> explained = new HashSet<>();
		Map<String, Set<String>> known = new LinkedHashMap<>();
		this.incidents.replaceAll((id, incident) -> {
			Set<String> failing = new HashSet<>(incident.failing());
			failing.retainAll(senses().keySet());
			explained.addAll(failing);
			if (!failing.isEmpty()) {
				Set<String> sources = new HashSet<>(failing);
				if (isHidden(incident)) {
					sources.add(incident.root());
				}
				known.put(incident.root(), sources);
			}
			return isHeldBack(incident) || failing.size() == incident.failing().size() ? incident
					: incident.change().failing(failing).done();
		});
		List<Command> opened = new ArrayList<>();
		for (RootCause cause : RootCause.of(this.sight, explained, known)) {
			Incident incident = atRoot(cause.root());
			if (incident != null) {
				join(incident, cause);
			}
			else if (!isReady(cause)) {
				this.opening.add(begin(cause, Phase.OPENING));
			}
			else if (!takesOver(cause)) {
				opened.add(new Command.Open(open(cause)));
			}
		}
		this.incidents.values().stream().toList().forEach(this::advance);
		this.changed.addAll(opened);
	}

	private Map<String, Symptom> senses() {
		return this.senses.symptoms();
	}

	/** The root was never seen to fail, and was not heard since the incident began. */
	private boolean isHidden(Incident incident) {
		return !incident.members().contains(incident.root()) && !isHeardSince(incident);
	}

	private boolean isHeardSince(Incident incident) {
		Instant heardAt = this.senses.heardAt(incident.root());
		return heardAt != null && heardAt.isAfter(incident.timeline().getFirst().at())
				&& heardAt.isAfter(incident.phaseSince());
	}

	/**
	 * Nothing new can be known of an incident whose machine is not heard, unless all of
	 * it is known by way of another one.
	 */
	private boolean isHeldBack(Incident incident) {
		return incident.kind() != NodeKind.LINK && this.senses.isMute(incident.machine())
				&& !this.senses.isRelayed(incident.members());
	}

	private @Nullable Incident atRoot(String root) {
		return this.incidents.values()
			.stream()
			.filter((incident) -> incident.root().equals(root))
			.findFirst()
			.orElse(null);
	}

	private void join(Incident incident, RootCause cause) {
		Set<String> failing = new HashSet<>(incident.failing());
		failing.addAll(cause.members());
		Incident.Change change = incident.change().failing(failing);
		Set<String> news = new TreeSet<>(cause.members());
		news.removeAll(incident.members());
		if (!news.isEmpty()) {
			change.entry(this.now, "also: " + names(news));
		}
		this.incidents.put(incident.id(), change.done());
	}

	/** Tells whether people should be told of the cause now. */
	private boolean isReady(RootCause cause) {
		Instant first = this.now;
		Instant last = Instant.MIN;
		boolean isWorn = true;
		for (String member : cause.members()) {
			Symptom symptom = senses().get(member);
			if (symptom != null) {
				first = symptom.seenAt().isBefore(first) ? symptom.seenAt() : first;
				last = symptom.seenAt().isAfter(last) ? symptom.seenAt() : last;
				isWorn &= symptom.status() == Symptom.Status.DEGRADED;
			}
		}
		NodeKind kind = kind(cause.root());
		if (kind == NodeKind.LINK && this.senses.isHeld(cause.root())) {
			// it is well just now
			return false;
		}
		boolean isService = kind != NodeKind.AGENT;
		boolean isSmall = isWorn
				|| Severity.of(this.topology, cause.root(), failing(cause.members())) == Severity.WARNING;
		Duration settle = (kind == NodeKind.LINK) ? settleLink(cause.root()) : isService ? this.settings.settleService()
				: isSmall ? this.settings.settleSmall() : this.settings.settleDown();
		if (first.plus(settle).isAfter(this.now)) {
			return false;
		}
		boolean isLongest = !first.plus(this.settings.settleLongest()).isAfter(this.now);
		boolean isAwaited = cause.awaits() != null && cause.awaits().isAfter(this.now);
		boolean isQuiet = !last.plus(this.settings.quiet()).isAfter(this.now)
				|| !first.plus(settle.multipliedBy(2)).isAfter(this.now);
		return isLongest || (isQuiet && !isAwaited);
	}

	/**
	 * A link that was cut lately has to stay cut for longer before anybody is told: twice
	 * as long after each time.
	 */
	private Duration settleLink(String link) {
		return doubled(this.settings.settleService(), this.senses.onsets(link) - 1, this.settings.settleLongest());
	}

	private static Duration doubled(Duration once, int times, Duration longest) {
		Duration doubled = once.multipliedBy(1L << Math.clamp(times, 0, 16));
		return (doubled.compareTo(longest) > 0) ? longest : doubled;
	}

	/**
	 * Makes the cause the root of incidents that were opened for what it explains: it was
	 * only seen later.
	 */
	private boolean takesOver(RootCause cause) {
		if (!senses().containsKey(cause.root())) {
			return false;
		}
		Incident taken = null;
		for (Incident incident : List.copyOf(this.incidents.values())) {
			if (isHeldBack(incident) || !incident.failing().contains(incident.root())
					|| !RootCause.explains(this.sight, cause.root(), incident.root())) {
				continue;
			}
			if (taken == null) {
				taken = incident;
			}
			else {
				this.incidents.remove(incident.id());
				this.changed.add(new Command.Close(incident.change()
					.phase(Phase.CLOSED, this.now)
					.entry(this.now, "part of incident " + taken.id() + " at " + cause.root())
					.done()));
			}
		}
		if (taken == null) {
			return false;
		}
		join(taken, cause);
		Incident joined = this.incidents.getOrDefault(taken.id(), taken);
		this.incidents.put(taken.id(), atNewRoot(joined, cause));
		return true;
	}

	private Incident atNewRoot(Incident incident, RootCause cause) {
		return incident.change()
			.root(cause.root(), kind(cause.root()), this.senses.machineOf(cause.root()))
			.judged(cause.confidence(), cause.alternatives())
			.entry(this.now, "the root is " + cause.root() + ", not " + incident.root())
			.done();
	}

	private Incident begin(RootCause cause, Phase phase) {
		List<Symptom> symptoms = failing(cause.members());
		Symptom first = symptoms.stream().min(Comparator.comparing(Symptom::since)).orElseThrow();
		String id = Incident.id(cause.root(), first.since());
		Severity severity = Severity.of(this.topology, cause.root(), symptoms);
		return new Incident(id, cause.root(), kind(cause.root()), this.senses.machineOf(cause.root()), severity, phase,
				first.since(), null, cause.members(), cause.members(), cause.confidence(), cause.alternatives(), 0,
				null, null, null, List.of(new Incident.Entry(first.since(), first.node() + " " + first.evidence())),
				this.now, senses().containsKey(cause.root()) ? null : this.now);
	}

	/** Begins an incident, or opens the last one of that root again. */
	private Incident open(RootCause cause) {
		Instant since = this.now.minus(this.settings.reopenWithin());
		for (Incident last : this.closed.reversed()) {
			Instant closedAt = last.closedAt();
			if (last.root().equals(cause.root()) && closedAt != null && closedAt.isAfter(since)) {
				return last.change()
					.phase(Phase.OPEN, this.now)
					.failing(cause.members())
					.judged(cause.confidence(), cause.alternatives())
					.severity(Severity.worse(last.severity(),
							Severity.of(this.topology, cause.root(), failing(cause.members()))))
					.reopened()
					.toldNow(this.now)
					.entry(this.now, "is back: " + names(cause.members()))
					.done();
			}
		}
		Incident incident = begin(cause, Phase.OPEN);
		return incident.change()
			.toldNow(this.now)
			.entry(this.now, "opened: " + cause.root() + ", " + cause.members().size() + " failing")
			.done();
	}

	/** Lets an incident go on to what it is now, and says so if that is news. */
	private void advance(Incident incident) {
		if (isHeldBack(incident)) {
			tell(incident, false);
			return;
		}
		if (incident.failing().isEmpty()) {
			recover(incident);
			return;
		}
		Incident.Change change = incident.change();
		if (incident.phase() == Phase.RECOVERING) {
			change.phase(Phase.OPEN, this.now).reopened().entry(this.now, "is back: " + names(incident.failing()));
		}
		Severity severity = Severity.worse(incident.severity(),
				Severity.of(this.topology, incident.root(), lasting(incident.failing())));
		boolean isWorse = severity != incident.severity();
		boolean isCall = isWorse && !incident.isSilenced(this.now);
		if (isWorse) {
			change.severity(severity).entry(this.now, "is " + severity.word() + " now");
		}
		if (isCall && !incident.wasTold()) {
			change.toldNow(this.now);
		}
		Incident next = change.done();
		tell(root(next), isCall);
	}

	private void recover(Incident incident) {
		if (incident.phase() == Phase.OPEN) {
			tell(incident.change()
				.phase(Phase.RECOVERING, this.now)
				.rootWellSince(null)
				.entry(this.now, "all is well")
				.done(), false);
		}
		else if (!incident.phaseSince().plus(hold(incident)).isAfter(this.now)) {
			this.incidents.remove(incident.id());
			this.changed.add(new Command.Close(
					incident.change().phase(Phase.CLOSED, this.now).entry(this.now, "is over").done()));
		}
		else {
			tell(incident, false);
		}
	}

	/** Of a link, also the cuts count that were too short for anybody to be told. */
	private Duration hold(Incident incident) {
		int times = (incident.kind() == NodeKind.LINK)
				? Math.max(incident.reopened(), this.senses.onsets(incident.root()) - 1) : incident.reopened();
		return doubled(this.settings.recovery(), times, this.settings.recoveryLongest());
	}

	/**
	 * Asks again for the root once it has been well for long while others fail, or as
	 * soon as one that was only suspected speaks.
	 */
	private Incident root(Incident incident) {
		if (senses().containsKey(incident.root())) {
			return (incident.rootWellSince() == null) ? incident : incident.change().rootWellSince(null).done();
		}
		Instant since = incident.rootWellSince();
		if (since == null) {
			return incident.change().rootWellSince(this.now).done();
		}
		if (incident.kind() == NodeKind.MACHINE) {
			return incident;
		}
		boolean wasSeen = incident.members().contains(incident.root()) || incident.kind() != NodeKind.AGENT;
		if (wasSeen) {
			return since.plus(this.settings.stragglers()).isAfter(this.now) ? incident : release(incident, since);
		}
		// asked once: later, too few of those that accused it still fail
		if (!since.equals(incident.phaseSince()) || !isHeardSince(incident)) {
			return incident;
		}
		Set<String> others = new HashSet<>(senses().keySet());
		others.removeAll(incident.failing());
		RootCause cause = RootCause.of(this.sight, others, Map.of())
			.stream()
			.max(Comparator.comparingInt((RootCause one) -> one.members().size()))
			.orElse(null);
		if (cause == null || atRoot(cause.root()) != null) {
			return incident.change().rootWellSince(this.now).done();
		}
		return atNewRoot(incident, cause);
	}

	/** What fails still does so for a reason of its own, and is judged anew. */
	private Incident release(Incident incident, Instant since) {
		incident.failing().forEach((node) -> this.senses.renew(node, since));
		return incident.change()
			.failing(Set.of())
			.entry(this.now, "no longer of it: " + names(incident.failing()))
			.done();
	}

	private void tell(Incident incident, boolean isCall) {
		if (!incident.equals(this.before.get(incident.id()))) {
			this.changed.add(isCall ? new Command.Escalate(incident) : new Command.Update(incident));
		}
	}

	private List<Symptom> failing(Set<String> nodes) {
		Map<String, Symptom> failing = new HashMap<>(senses());
		failing.keySet().retainAll(nodes);
		return List.copyOf(failing.values());
	}

	private List<Symptom> lasting(Set<String> nodes) {
		Instant since = this.now.minus(this.settings.escalateAfter());
		return failing(nodes).stream().filter((symptom) -> !symptom.seenAt().isAfter(since)).toList();
	}

	private NodeKind kind(String name) {
		Node node = this.topology.node(name);
		return (node != null) ? node.kind() : NodeKind.AGENT;
	}

	private static String names(Set<String> nodes) {
		String first = nodes.stream().sorted().limit(NAMES_IN_A_LINE).collect(Collectors.joining(", "));
		int more = nodes.size() - NAMES_IN_A_LINE;
		return (more > 0) ? first + " and " + more + " more" : first;
	}

}
