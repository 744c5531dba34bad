package io.tandem.healthsync.correlation;

import java.time.Instant;

/**
 * One node that is not as it should be. Immutable.
 *
 * @param node its name
 * @param status what is seen of it
 * @param since since when, by the clock of the machine where it was first written down,
 * and so the same on every machine
 * @param seenAt since when it is known here
 * @param renewedAt when it began anew last, of one that comes and goes
 * @param earliest when it may have begun: of a silent one, when it was last heard
 * @param evidence what it rests on, for a human
 */
public record Symptom(String node, Status status, Instant since, Instant seenAt, Instant renewedAt, Instant earliest,
		String evidence) {

	/** What is seen of a node. */
	public enum Status {

		/** It says that it works worse than it should. */
		DEGRADED,
		/** Nothing was heard of it for three periods, though it could have been. */
		SILENT,
		/** It says, or is known, not to work. */
		DOWN

	}

	/** Tells whether the node does its work, though worse. */
	boolean isWorn() {
		return this.status == Status.DEGRADED;
	}

}
