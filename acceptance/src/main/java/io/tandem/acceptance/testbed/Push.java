package io.tandem.acceptance.testbed;

/**
 * One push and what became of it. Immutable.
 *
 * @param number counts the agent's pushes, from 1
 * @param dueNanos when it was to be sent, by {@link System#nanoTime()}; what it waited
 * for a late sender counts as its latency
 * @param doneNanos when it was answered or given up
 * @param status the HTTP status; 0 if there was no answer
 * @param servedBy the hub that a proxy names in its answer; empty if none is named
 */
public record Push(String machine, String agent, long number, long dueNanos, long doneNanos, int status,
		String servedBy) {

	public boolean isAcknowledged() {
		return this.status / 100 == 2;
	}

	public long latencyMicros() {
		return Math.max(0, (this.doneNanos - this.dueNanos) / 1000);
	}

}
