package io.tandem.healthsync.correlation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How far the failure of some nodes reaches among what is seen. It goes on through nodes
 * that fail and through those that were not heard since, and ends at those that were
 * heard well: who does not fail hands nothing on. Confined to its thread.
 */
final class Spread {

	/** A dependent may be seen to fail so long before what it needs. */
	static final Duration LEAD = Duration.ofSeconds(60);

	/** A node with a fallback that changes later than this does so for another reason. */
	static final Duration WINDOW = Duration.ofSeconds(90);

	private static final double HIDDEN = Math.log(0.5);

	private final Sight sight;

	private final Set<String> sources;

	private final Set<String> gone = new HashSet<>();

	private final Set<String> worn = new HashSet<>();

	private final Map<String, Instant> hiddenSince = new HashMap<>();

	private final Map<String, Double> covered = new LinkedHashMap<>();

	private final Map<String, Double> others = new HashMap<>();

	private final Queue<String> open = new ArrayDeque<>();

	/**
	 * @param onset since when the sources fail that are not seen to; null if at least one
	 * is, and the others fail since the first of them
	 */
	Spread(Sight sight, Collection<String> sources, @Nullable Instant onset) {
		this.sight = sight;
		this.sources = Set.copyOf(sources);
		Instant hidden = (onset != null) ? onset : first(sight, sources);
		for (String source : sources) {
			Symptom symptom = sight.symptom(source);
			if (symptom != null && symptom.isWorn()) {
				this.worn.add(source);
			}
			else {
				this.gone.add(source);
			}
			if (symptom == null && hidden != null) {
				this.hiddenSince.put(source, hidden);
			}
			this.open.add(source);
		}
		for (String next = this.open.poll(); next != null; next = this.open.poll()) {
			for (Need need : sight.topology().neededBy(next)) {
				if (!this.sources.contains(need.from())) {
					reach(next, need);
				}
			}
		}
	}

	private static @Nullable Instant first(Sight sight, Collection<String> sources) {
		Instant first = null;
		for (String source : sources) {
			Symptom symptom = sight.symptom(source);
			if (symptom != null && (first == null || symptom.seenAt().isBefore(first))) {
				first = symptom.seenAt();
			}
		}
		return first;
	}

	/** Returns the failing nodes it reaches, and how likely each is then. */
	Map<String, Double> covered() {
		return this.covered;
	}

	/** Returns how likely it is what the nodes it should reach, and does not, show. */
	double others() {
		return this.others.values().stream().mapToDouble(Double::doubleValue).sum();
	}

	private void reach(String from, Need need) {
		Node node = this.sight.topology().node(from);
		boolean isMachine = node != null && node.kind() == NodeKind.MACHINE;
		if (need.isVoice() || isMachine) {
			hush(from, need.from(), isMachine);
			return;
		}
		boolean isWorn = !this.gone.contains(from);
		boolean isHard = need.isHard(this.gone);
		Symptom symptom = this.sight.symptom(need.from());
		if (symptom == null) {
			pass(from, need.from(), isHard && !isWorn);
			return;
		}
		boolean hasFallback = !isHard;
		if (!isInTime(from, symptom, hasFallback) || (hasFallback && !symptom.isWorn())) {
			return;
		}
		double likelihood = (isWorn || hasFallback) ? Likelihood.ofWorn(symptom.status(), isHard)
				: Likelihood.ofLost(symptom.status());
		boolean isGuess = this.sight.symptom(from) == null && !this.sources.contains(from);
		cover(symptom, isGuess ? likelihood + HIDDEN : likelihood);
	}

	/** A node that cannot be heard, or is gone with its machine. */
	private void hush(String from, String to, boolean isMachine) {
		Symptom symptom = this.sight.symptom(to);
		if (symptom != null) {
			if (symptom.status() == Symptom.Status.SILENT) {
				cover(symptom, Likelihood.ofCutOff(missedBefore(symptom, from)));
			}
			return;
		}
		Instant since = since(from);
		if (since != null && this.sight.heardAfter(to, since) > 0) {
			this.others.put(to, Likelihood.ofHeardThoughGone());
			return;
		}
		if (this.sight.isLateSince(to, since)) {
			this.others.putIfAbsent(to, Likelihood.ofLateCutOff());
		}
		Node node = this.sight.topology().node(to);
		if (isMachine && node != null && node.kind() == NodeKind.AGENT) {
			// brokers and hubs are told of
			hide(to, since);
		}
	}

	/** Returns how many reports were missed before that could be the reason. */
	private long missedBefore(Symptom symptom, String from) {
		Instant since = since(from);
		if (since == null || !since.isAfter(symptom.earliest())) {
			return 0;
		}
		return Duration.between(symptom.earliest(), since).dividedBy(this.sight.topology().intervalOf(symptom.node()));
	}

	/** A node that does not fail, as far as is known. */
	private void pass(String from, String to, boolean isLost) {
		Instant since = since(from);
		double heard = (since == null) ? 0 : this.sight.heardAfter(to, since);
		if (heard > 0) {
			if (this.sources.contains(from) || this.sight.symptom(from) != null) {
				this.others.merge(to, Likelihood.ofDenier(isLost, heard), Math::min);
			}
		}
		else if (isLost) {
			hide(to, since);
		}
	}

	private void hide(String node, @Nullable Instant since) {
		if (this.gone.add(node)) {
			if (since != null) {
				this.hiddenSince.put(node, since);
			}
			this.open.add(node);
		}
	}

	private void cover(Symptom symptom, double likelihood) {
		Double before = this.covered.get(symptom.node());
		if (before == null || likelihood > before) {
			this.covered.put(symptom.node(), likelihood);
		}
		Set<String> level = symptom.isWorn() ? this.worn : this.gone;
		if (level.add(symptom.node())) {
			this.open.add(symptom.node());
		}
	}

	private boolean isInTime(String cause, Symptom effect, boolean hasFallback) {
		Symptom symptom = this.sight.symptom(cause);
		if (symptom == null) {
			return true;
		}
		if (symptom.earliest().isAfter(effect.renewedAt().plus(LEAD))) {
			return false;
		}
		return !hasFallback || !effect.seenAt().isAfter(symptom.renewedAt().plus(WINDOW));
	}

	private @Nullable Instant since(String node) {
		Symptom symptom = this.sight.symptom(node);
		return (symptom != null) ? symptom.seenAt() : this.hiddenSince.get(node);
	}

}
