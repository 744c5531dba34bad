package io.tandem.healthsync.correlation;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a group of symptoms comes from, most likely. Immutable.
 *
 * @param root the node
 * @param isKnown whether it was handed in as known
 * @param members the failing nodes it explains, the root among them if it is seen to fail
 * @param confidence how likely it is the root, 0 to 1, if one of all candidates is
 * @param alternatives the next likely ones, the likeliest first; three at most
 * @param awaits when a node under suspicion that is unheard will have spoken, or be late;
 * null if nothing is to be waited for
 */
public record RootCause(String root, boolean isKnown, Set<String> members, double confidence,
		List<Suspect> alternatives, @Nullable Instant awaits) {

	public RootCause {
		members = Set.copyOf(members);
		alternatives = List.copyOf(alternatives);
	}

	/**
	 * Returns the fewest and likeliest causes that explain all symptoms but those that
	 * are explained already. Each symptom is in one of them.
	 * @param explained the nodes whose symptoms need no cause
	 * @param known causes that are known, by the root: the nodes that fail with each.
	 * What they reach is theirs, and they are no surprise
	 */
	public static List<RootCause> of(Sight sight, Set<String> explained, Map<String, Set<String>> known) {
		return new Diagnosis(sight, explained, known).causes();
	}

	/**
	 * Tells whether the failure of one node, that is seen to fail, would explain that
	 * another one does.
	 */
	public static boolean explains(Sight sight, String root, String other) {
		return new Spread(sight, Set.of(root), null).covered().containsKey(other);
	}

	/**
	 * A node that may be the root instead. Immutable.
	 *
	 * @param likelihood as the confidence is meant
	 */
	public record Suspect(String node, double likelihood) {
	}

}
