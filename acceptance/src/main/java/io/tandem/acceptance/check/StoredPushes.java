package io.tandem.acceptance.check;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which pushes of which agent a store holds, how often and in what order. Immutable.
 *
 * @param numbers for each agent the stored push numbers in order of their timestamps
 * @param samples how many samples of the run there are, of any metric
 * @param split series of agents that have more than the one they push
 */
public record StoredPushes(Map<String, List<Long>> numbers, long samples, List<String> split) {

	public StoredPushes {
		split = List.copyOf(split);
		numbers = new TreeMap<>(numbers);
	}

	/** Returns the acknowledged pushes of an agent that are not there. */
	public BitSet missing(String agent, BitSet acknowledged) {
		BitSet missing = (BitSet) acknowledged.clone();
		missing.andNot(stored(agent));
		return missing;
	}

	/** Counts all pushes that are there, copies too. */
	public long pushes() {
		return this.numbers.values().stream().mapToLong(List::size).sum();
	}

	/** Counts the pushes of an agent that are there, whether acknowledged or not. */
	public int count(String agent) {
		return stored(agent).cardinality();
	}

	/** Counts the surplus copies of pushes of an agent. */
	public int duplicated(String agent) {
		return of(agent).size() - count(agent);
	}

	/** Counts where an agent's numbers do not rise with time. */
	public int outOfOrder(String agent) {
		List<Long> numbers = of(agent);
		int steps = 0;
		for (int i = 1; i < numbers.size(); i++) {
			if (numbers.get(i) < numbers.get(i - 1)) {
				steps++;
			}
		}
		return steps;
	}

	private BitSet stored(String agent) {
		BitSet stored = new BitSet();
		of(agent).forEach((number) -> stored.set(Math.toIntExact(number)));
		return stored;
	}

	private List<Long> of(String agent) {
		return this.numbers.getOrDefault(agent, List.of());
	}

}
