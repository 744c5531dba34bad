package io.tandem.healthsync.correlation;

import io.tandem.healthsync.correlation.RootCause.Suspect;
import io.tandem.healthsync.correlation.Symptom.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Searches the causes of symptoms. A failure that has many possible causes is taken to
 * have the fewest that explain it: the greedy cover of a risk model, as in R. Kompella,
 * J. Yates, A. Greenberg and A. Snoeren, "IP Fault Localization Via Risk Modeling" (NSDI
 * 2005). Each cover is weighed by its likelihood, with parts that may hide and dependents
 * that have a fallback, as in P. Bahl and others, "Towards Highly Reliable Enterprise
 * Network Services Via Inference of Multi-level Dependencies" (SIGCOMM 2007). The measure
 * is the gain over "each fails for itself". Confined to its thread.
 */
final class Diagnosis {

	/** How far above a failing node a hidden cause is looked for. */
	private static final int MAX_DEPTH = 4;

	private static final int MAX_ALTERNATIVES = 3;

	private static final double LEAST_SHARE = 0.01;

	private static final double WORTH_AWAITING = 0.04;

	private static final double MOST_CONFIDENCE = 0.99;

	/** A word that crossed the failure on its way. */
	private static final Duration CROSSING = Duration.ofSeconds(3);

	private final Sight sight;

	private final Set<String> targets = new LinkedHashSet<>();

	private final Map<String, Candidate> candidates = new LinkedHashMap<>();

	Diagnosis(Sight sight, Set<String> explained, Map<String, Set<String>> known) {
		this.sight = sight;
		sight.symptoms()
			.values()
			.stream()
			.filter((symptom) -> !explained.contains(symptom.node()))
			.sorted(Comparator.comparing(Symptom::seenAt).thenComparing(Symptom::node))
			.forEach((symptom) -> this.targets.add(symptom.node()));
		if (this.targets.isEmpty()) {
			return;
		}
		known.forEach((root, nodes) -> this.candidates.put("known " + root,
				new Candidate(root, Kind.KNOWN, new Spread(sight, nodes, null), 0, null)));
		for (String target : this.targets) {
			this.candidates.put(target,
					new Candidate(target, Kind.SEEN, new Spread(sight, Set.of(target), null), 0, null));
		}
		Map<String, Instant> hidden = new LinkedHashMap<>();
		this.targets.forEach((target) -> findHidden(target, hidden));
		hidden.forEach(this::addHidden);
	}

	private void findHidden(String target, Map<String, Instant> hidden) {
		Symptom symptom = this.sight.symptoms().get(target);
		if (symptom == null) {
			return;
		}
		Set<String> level = Set.of(target);
		Set<String> seen = new HashSet<>();
		for (int depth = 0; depth < MAX_DEPTH && !level.isEmpty(); depth++) {
			Set<String> above = new LinkedHashSet<>();
			for (String node : level) {
				for (Need need : this.sight.topology().needsOf(node)) {
					String other = need.to();
					if (this.sight.symptom(other) != null || !seen.add(other) || !canHide(other, symptom)) {
						continue;
					}
					Instant onset = onset(other, symptom);
					hidden.merge(other, onset, (one, two) -> one.isBefore(two) ? one : two);
					if (this.sight.heardAfter(other, onset.plus(CROSSING)) == 0) {
						above.add(other);
					}
				}
			}
			level = above;
		}
	}

	/** Others than agents and machines are told of, and so never hidden. */
	private boolean canHide(String name, Symptom below) {
		Node node = this.sight.topology().node(name);
		return node != null && (node.kind() == NodeKind.AGENT
				|| (node.kind() == NodeKind.MACHINE && below.status() == Status.SILENT));
	}

	/**
	 * Since when the hidden node must have failed, if that is why the other one does: a
	 * machine from its last word on, and an agent when its dependent did.
	 */
	private Instant onset(String name, Symptom below) {
		Node node = this.sight.topology().node(name);
		if (node == null || node.kind() != NodeKind.MACHINE) {
			return (below.status() == Status.SILENT) ? below.earliest() : below.seenAt();
		}
		Instant last = below.earliest();
		for (String agent : this.sight.topology().agentsOf(node.machine())) {
			Instant heardAt = this.sight.hearing().heardAt(agent);
			last = (heardAt != null && heardAt.isAfter(last)) ? heardAt : last;
		}
		return last;
	}

	private void addHidden(String name, Instant onset) {
		boolean isLate = this.sight.isLate(name);
		boolean isHeard = this.sight.heardAfter(name, onset.plus(CROSSING)) > 0;
		double own = isHeard ? Likelihood.ofRootThatSaysItIsWell()
				: isLate ? Likelihood.ofLateRoot() : Likelihood.ofUnheardRoot();
		Spread spread = new Spread(this.sight, Set.of(name), onset);
		Instant awaits = (isHeard || isLate) ? null : this.sight.hearing().lateAt(name);
		this.candidates.put(name,
				new Candidate(name, Kind.HIDDEN, spread, Likelihood.ROOT + own + spread.others(), awaits));
	}

	List<RootCause> causes() {
		List<RootCause> causes = new ArrayList<>();
		Set<String> open = new LinkedHashSet<>(this.targets);
		while (!open.isEmpty()) {
			Candidate best = best(open);
			Set<String> members = best.explained(open);
			causes.add(cause(best, members));
			open.removeAll(members);
		}
		return causes;
	}

	private Candidate best(Set<String> open) {
		Candidate best = null;
		double most = Double.NEGATIVE_INFINITY;
		for (Candidate candidate : this.candidates.values()) {
			double gain = gain(candidate, open);
			if (gain > most && !candidate.explained(open).isEmpty()) {
				best = candidate;
				most = gain;
			}
		}
		if (best == null) {
			throw new IllegalStateException("each failing node is a candidate: open=" + open);
		}
		return best;
	}

	private double gain(Candidate candidate, Set<String> open) {
		if (candidate.isSeen() && !open.contains(candidate.name())) {
			return Double.NEGATIVE_INFINITY;
		}
		double gain = candidate.prior();
		for (Map.Entry<String, Double> covered : candidate.spread().covered().entrySet()) {
			Symptom symptom = this.sight.symptoms().get(covered.getKey());
			if (symptom != null && open.contains(covered.getKey())) {
				gain += Math.max(0, covered.getValue() - Likelihood.ROOT - Likelihood.ofRoot(symptom.status()));
			}
		}
		return gain;
	}

	private RootCause cause(Candidate best, Set<String> members) {
		double most = gain(best, members);
		double sum = 0;
		List<Suspect> suspects = new ArrayList<>();
		Instant awaits = best.awaits();
		for (Candidate candidate : this.candidates.values()) {
			if (!candidate.explained(members).isEmpty()) {
				double weight = Math.exp(gain(candidate, members) - most);
				sum += weight;
				if (!candidate.name().equals(best.name())) {
					suspects.add(new Suspect(candidate.name(), weight));
				}
			}
		}
		double all = sum;
		List<Suspect> alternatives = suspects.stream()
			.map((suspect) -> new Suspect(suspect.node(), suspect.likelihood() / all))
			.filter((suspect) -> suspect.likelihood() >= LEAST_SHARE)
			.sorted(Comparator.comparingDouble(Suspect::likelihood).reversed())
			.limit(MAX_ALTERNATIVES)
			.toList();
		for (Suspect suspect : alternatives) {
			Candidate candidate = this.candidates.get(suspect.node());
			if (candidate != null && candidate.awaits() != null && suspect.likelihood() >= WORTH_AWAITING) {
				awaits = later(awaits, candidate.awaits());
			}
		}
		return new RootCause(best.name(), best.kind() == Kind.KNOWN, members, Math.min(MOST_CONFIDENCE, 1 / all),
				alternatives, awaits);
	}

	private static Instant later(@Nullable Instant one, Instant other) {
		return (one != null && one.isAfter(other)) ? one : other;
	}

	/** How a candidate came to be one. */
	private enum Kind {

		/** It is the cause of other symptoms already. */
		KNOWN,
		/** It is seen to fail. */
		SEEN,
		/** It is not seen to fail, and would explain those that are. */
		HIDDEN

	}

	/**
	 * Something that may be the cause.
	 *
	 * @param prior how likely it is before what it covers is looked at, against "each
	 * fails for itself"
	 * @param awaits when its next word is late; null if that says nothing more
	 */
	private record Candidate(String name, Kind kind, Spread spread, double prior, @Nullable Instant awaits) {

		/** Tells whether it is a new cause that is seen to fail. */
		boolean isSeen() {
			return this.kind == Kind.SEEN;
		}

		Set<String> explained(Set<String> open) {
			Set<String> explained = new LinkedHashSet<>();
			if (isSeen() && open.contains(this.name)) {
				explained.add(this.name);
			}
			else if (isSeen()) {
				return explained;
			}
			this.spread.covered().keySet().stream().filter(open::contains).forEach(explained::add);
			return explained;
		}

	}

}
