package io.tandem.healthsync.incident;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * What the engine wants done. Each incident in it is to be stored. Those that are not
 * {@linkplain Incident#wasTold() told} are not to be told now either.
 */
public sealed interface Command {

	/** Tell people: it begins, or has come back after it was over. */
	record Open(Incident incident) implements Command {
	}

	/** It has changed; nobody needs to be called for that. */
	record Update(Incident incident) implements Command {
	}

	/** Tell people: it is more urgent than they were told. */
	record Escalate(Incident incident) implements Command {
	}

	/** It is over. */
	record Close(Incident incident) implements Command {
	}

	/**
	 * Tell people once what happened while nothing was known.
	 *
	 * @param machines of which nothing was known
	 * @param incidents what happened, the oldest first, at least one
	 */
	record Summarise(Set<String> machines, Instant from, Instant to, List<Incident> incidents) implements Command {

		public Summarise {
			machines = Set.copyOf(machines);
			incidents = List.copyOf(incidents);
		}

		/** Returns how many of them are not over. */
		public long stillOpen() {
			return this.incidents.stream().filter(Incident::isActive).count();
		}

	}

}
