package io.tandem.acceptance.check;

import io.tandem.acceptance.fleet.Tally;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * What became of a run's pushes, for each machine: the agents' own count against what the
 * store holds. Immutable.
 *
 * @param machines counts by machine
 * @param missing by agent, the numbers of the acknowledged pushes that are not stored
 */
public record Verdict(Map<String, Counts> machines, Map<String, String> missing) {

	public Verdict {
		machines = new TreeMap<>(machines);
		missing = new TreeMap<>(missing);
	}

	/** Compares what was acknowledged with what is stored. */
	public static Verdict of(List<Tally> tallies, StoredPushes stored) {
		Map<String, Counts> machines = new TreeMap<>();
		Map<String, String> lost = new TreeMap<>();
		for (Tally tally : tallies) {
			String agent = tally.agent();
			BitSet missing = stored.missing(agent, tally.acknowledged());
			if (!missing.isEmpty()) {
				lost.put(agent, missing.toString());
			}
			Histogram latency = tally.latency().copy();
			Counts counts = new Counts(1, tally.acknowledged().cardinality(), tally.failed().cardinality(),
					stored.count(agent), missing.cardinality(), stored.duplicated(agent), stored.outOfOrder(agent),
					latency);
			machines.merge(tally.machine(), counts, Counts::plus);
		}
		return new Verdict(machines, lost);
	}

	/** Returns the counts of all machines. */
	public Counts total() {
		return this.machines.values().stream().reduce(Counts.NONE, Counts::plus);
	}

	/** Tells whether everything acknowledged is stored, once and in order. */
	public boolean isClean() {
		Counts total = total();
		return total.missing() == 0 && total.duplicated() == 0 && total.outOfOrder() == 0;
	}

	/**
	 * Counts of pushes.
	 *
	 * @param failed pushes without a 2xx answer; such a push may be stored or not
	 * @param stored pushes in the store, each counted once
	 * @param latency of acknowledged pushes, in microseconds; not to be changed
	 */
	public record Counts(int agents, int acknowledged, int failed, int stored, int missing, int duplicated,
			int outOfOrder, Histogram latency) {

		static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, new Histogram(3));

		Counts plus(Counts other) {
			Histogram both = this.latency.copy();
			both.add(other.latency);
			return new Counts(this.agents + other.agents, this.acknowledged + other.acknowledged,
					this.failed + other.failed, this.stored + other.stored, this.missing + other.missing,
					this.duplicated + other.duplicated, this.outOfOrder + other.outOfOrder, both);
		}

	}

}
