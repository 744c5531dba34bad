package io.tandem.wire.subject;

import java.util.Locale;

/**
 * A machine of the fleet, by name, and the subjects and streams that are derived from it.
 * Immutable.
 *
 * @param name lower case letters, digits and hyphens, 1 to 32 characters, for example
 * {@code pc2}; also the name of its JetStream domain
 */
public record Machine(String name) {

	/**
	 * @throws IllegalArgumentException if the name does not match {@code [a-z0-9-]{1,32}}
	 */
	public Machine {
		if (!name.matches("[a-z0-9-]{1,32}")) {
			throw new IllegalArgumentException("machine name must match [a-z0-9-]{1,32}: name=" + name);
		}
	}

	/**
	 * Returns the name of the link to another machine, the same for both ends, for
	 * example {@code mainpc-pc2}.
	 */
	public String linkTo(Machine other) {
		return (this.name.compareTo(other.name) < 0) ? this.name + "-" + other.name : other.name + "-" + this.name;
	}

	/**
	 * Returns {@code observability.metrics.<machine>}: what the machine's hub publishes.
	 */
	public String metricsSubject() {
		return "observability.metrics." + this.name;
	}

	/**
	 * Returns {@code observability.backlog.<machine>}: what the machine's hub publishes
	 * of records that newer ones have gone before.
	 */
	public String backlogSubject() {
		return "observability.backlog." + this.name;
	}

	/**
	 * Returns {@code observability.health.<machine>}: where the machine's agents may
	 * report by themselves; {@code .<agent>} may follow.
	 */
	public String healthSubject() {
		return "observability.health." + this.name;
	}

	/**
	 * Returns {@code observability.relayed.<machine>}: below it, by
	 * {@code .<other machine>.<agent>}, the machine keeps health reports of others whose
	 * own streams take none.
	 */
	public String relayedSubject() {
		return "observability.relayed." + this.name;
	}

	/**
	 * Returns {@code observability.failover.<machine>}: the machine's route decisions.
	 */
	public String failoverSubject() {
		return "observability.failover." + this.name;
	}

	/**
	 * Returns {@code observability.views.<machine>}: what the machine holds of the hubs
	 * now, told again and again.
	 */
	public String viewsSubject() {
		return "observability.views." + this.name;
	}

	/**
	 * Returns {@code observability.deadletter.<machine>}: what a store refused for good.
	 */
	public String deadLetterSubject() {
		return "observability.deadletter." + this.name;
	}

	/** Returns {@code METRICS_<MACHINE>}. */
	public String metricsStream() {
		return stream("METRICS");
	}

	/** Returns {@code BACKLOG_<MACHINE>}. */
	public String backlogStream() {
		return stream("BACKLOG");
	}

	/** Returns {@code HEALTH_<MACHINE>}. */
	public String healthStream() {
		return stream("HEALTH");
	}

	/** Returns {@code RELAYED_<MACHINE>}. */
	public String relayedStream() {
		return stream("RELAYED");
	}

	/** Returns {@code EVENTS_<MACHINE>}. */
	public String eventsStream() {
		return stream("EVENTS");
	}

	/** Returns {@code VIEWS_<MACHINE>}. */
	public String viewsStream() {
		return stream("VIEWS");
	}

	/** Returns {@code DEADLETTER_<MACHINE>}. */
	public String deadLetterStream() {
		return stream("DEADLETTER");
	}

	private String stream(String kind) {
		return kind + "_" + this.name.toUpperCase(Locale.ROOT);
	}

	@Override
	public String toString() {
		return this.name;
	}

}
