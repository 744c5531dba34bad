package io.tandem.failover.history;

import io.tandem.failover.detection.Tier;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A time in which records did not go to the local hub though no human wanted that.
 * Immutable.
 *
 * @param severity as it was when it opened, and stays: a receiver takes an alert with
 * another one for another alert
 * @param openedBy the decision's number
 * @param closedBy the same; null while it is open
 * @param lastDecision the newest decision about it
 * @param moves how often the route has moved in it, the first one included
 * @param tier where records go now, or went at last
 * @param why the newest decision's reason
 * @param announced what of it is out
 */
record Incident(UUID id, Severity severity, long openedBy, Instant openedAt, @Nullable Long closedBy,
		@Nullable Instant closedAt, long lastDecision, int moves, Tier tier, String why, Announced announced) {

	static Incident open(long decision, Instant at, Tier tier, String why) {
		return new Incident(UUID.randomUUID(), Severity.of(tier), decision, at, null, null, decision, 1, tier, why,
				new Announced(false, false, false));
	}

	Incident moved(long decision, Tier to, String why) {
		return new Incident(this.id, this.severity, this.openedBy, this.openedAt, null, null, decision, this.moves + 1,
				to, why, this.announced);
	}

	Incident closed(long decision, Instant at, Tier to, String why) {
		// a wall clock that was set back must not end it before it began
		Instant end = at.isBefore(this.openedAt) ? this.openedAt : at;
		return new Incident(this.id, this.severity, this.openedBy, this.openedAt, decision, end, decision,
				this.moves + 1, to, why, this.announced);
	}

	Incident with(Announced announced) {
		return new Incident(this.id, this.severity, this.openedBy, this.openedAt, this.closedBy, this.closedAt,
				this.lastDecision, this.moves, this.tier, this.why, announced);
	}

	boolean isOpen() {
		return this.closedAt == null;
	}

	/** Tells whether there is nothing left to be done for it. */
	boolean isDone() {
		return !isOpen() && this.announced.openedPublished() && this.announced.closedPublished()
				&& this.announced.resolvedSent();
	}

	/** Returns one sentence for whoever is called. */
	String summary() {
		String often = (this.moves > 2) ? ", after " + this.moves + " moves" : "";
		return isOpen() ? "Records have left the local hub and go to " + this.tier + often
				: "Records go to the local hub again" + often;
	}

	/** How urgent it is. */
	enum Severity {

		/** Records are delivered, by another way. */
		WARNING,
		/** Records wait and are not delivered. */
		CRITICAL;

		static Severity of(Tier tier) {
			return tier.isHub() ? WARNING : CRITICAL;
		}

		String word() {
			return Decision.lower(this);
		}

	}

	/**
	 * What of an incident is out.
	 *
	 * @param openedPublished whether the stream has its beginning
	 * @param closedPublished whether the stream has its end
	 * @param resolvedSent whether every Alertmanager has its end
	 */
	record Announced(boolean openedPublished, boolean closedPublished, boolean resolvedSent) {
	}

}
