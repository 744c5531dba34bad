package io.tandem.acceptance.chaos;

import io.tandem.acceptance.check.StoredPushes;
import io.tandem.acceptance.testbed.Push;
import java.util.BitSet;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * Compares what agents were answered with what the metric store holds. Knows nothing of
 * the ledger. Immutable.
 *
 * @param acknowledged pushes answered 2xx
 * @param lost of those, how many are not stored, but for those that follow
 * @param gone of those, how many are not stored because the only disk that had them went
 * with its machine
 * @param duplicated numbers stored more than once
 * @param disordered places where an agent's numbers do not rise with time
 * @param first of the lost, by agent, for whoever looks for them; empty if there are none
 */
record Judge(long acknowledged, long lost, long gone, long duplicated, long disordered, Map<String, String> first) {

	/**
	 * What a machine answers it delivers within this; what it has not may go with its
	 * disk.
	 */
	private static final long UNDELIVERED_NANOS = 2_000_000_000;

	/**
	 * @param lostAt when a machine's disk was lost, by {@link System#nanoTime()}
	 */
	static Judge of(Collection<Push> pushes, StoredPushes stored, Map<String, Long> lostAt) {
		Map<String, BitSet> answered = new TreeMap<>();
		Map<String, BitSet> undelivered = new TreeMap<>();
		for (Push push : pushes) {
			BitSet numbers = answered.computeIfAbsent(push.agent(), (agent) -> new BitSet());
			if (push.isAcknowledged()) {
				numbers.set(Math.toIntExact(push.number()));
				Long lost = lostAt.get(push.machine());
				if (lost != null && push.doneNanos() - lost < 0 && lost - push.doneNanos() < UNDELIVERED_NANOS) {
					undelivered.computeIfAbsent(push.agent(), (agent) -> new BitSet())
						.set(Math.toIntExact(push.number()));
				}
			}
		}
		long acknowledged = 0;
		long lost = 0;
		long gone = 0;
		long duplicated = 0;
		long disordered = 0;
		Map<String, String> first = new TreeMap<>();
		for (Map.Entry<String, BitSet> agent : answered.entrySet()) {
			BitSet missing = stored.missing(agent.getKey(), agent.getValue());
			BitSet alone = undelivered.getOrDefault(agent.getKey(), new BitSet());
			alone.and(missing);
			gone += alone.cardinality();
			missing.andNot(alone);
			acknowledged += agent.getValue().cardinality();
			lost += missing.cardinality();
			duplicated += stored.duplicated(agent.getKey());
			disordered += stored.outOfOrder(agent.getKey());
			if (!missing.isEmpty()) {
				first.put(agent.getKey(), missing.toString());
			}
		}
		return new Judge(acknowledged, lost, gone, duplicated, disordered, first);
	}

}
