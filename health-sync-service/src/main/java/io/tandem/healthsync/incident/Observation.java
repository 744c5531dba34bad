package io.tandem.healthsync.incident;

import io.tandem.healthsync.correlation.Topology;
import io.tandem.wire.health.HealthStatus;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One fact that the engine is told. Immutable. */
public sealed interface Observation {

	/** Returns the machine of which it tells; null if it is none in particular. */
	default @Nullable String of() {
		return null;
	}

	/** Something that is written down at its origin, and can be read again. */
	sealed interface Recorded extends Observation {

		/** Returns when it was written down, by the clock there. */
		Instant at();

		/** Returns the node that it is about. */
		String node();

		/** Returns how the node is. */
		HealthStatus status();

	}

	/**
	 * An agent has reported.
	 *
	 * @param isReplayed whether it was history when it was read
	 */
	record Reported(String node, String of, HealthStatus status, Instant at, boolean isReplayed) implements Recorded {
	}

	/**
	 * An agent has reported by way of another machine, because its own one's stream does
	 * not take it: known now, though nothing else is heard of its machine, and newer than
	 * all that is known of it.
	 *
	 * @param at when the other machine wrote it down, by its clock
	 */
	record Relayed(String node, String of, HealthStatus status, Instant at) implements Recorded {
	}

	/**
	 * A service that does not report itself was found to be up or down.
	 *
	 * @param node a hub, a broker, a machine or a link
	 * @param evidence why, for a human
	 */
	record ServiceTold(String node, String of, HealthStatus status, Instant at, boolean isReplayed,
			String evidence) implements Recorded {
	}

	/** Nothing comes from that machine, and it is not known why. */
	record LinkLost(String of) implements Observation {
	}

	/**
	 * That machine is heard again. All that it tells from {@link LinkLost} until
	 * {@link ReplayEnded} is taken for history.
	 */
	record LinkRestored(String of) implements Observation {
	}

	/**
	 * History is about to be read.
	 *
	 * @param machines whose
	 * @param awaySince since when this engine knows nothing of them; null if it never has
	 */
	record ReplayStarted(Set<String> machines, @Nullable Instant awaySince) implements Observation {

		public ReplayStarted {
			machines = Set.copyOf(machines);
		}

	}

	/** The machine's history is read: what it tells from now on is new. */
	record ReplayEnded(String of) implements Observation {
	}

	/** The fleet is another one now. */
	record FleetLoaded(Topology topology) implements Observation {
	}

	/** Time has passed. To be told every second or so: everything is judged then. */
	record Tick() implements Observation {
	}

	/**
	 * Someone has said something of an incident, here or on another machine.
	 *
	 * @param incident its identity where it was said
	 * @param root as what people were told of it there. An incident of that root which
	 * was open by then is the same one to them, should the machines have given it
	 * different identities
	 */
	record Answered(String incident, String root, Answer answer) implements Observation {

		boolean isLike(Answered other) {
			return this.incident.equals(other.incident) && this.answer.getClass() == other.answer.getClass();
		}

		/** Returns the incident as it is after that; itself if that changes nothing. */
		Incident of(Incident of, Instant now) {
			Answer before = (this.answer instanceof Answer.Silence) ? of.silenced() : of.acknowledged();
			return (isAbout(of) && this.answer.isAfter(before)) ? of.change().answered(this.answer, now).done() : of;
		}

		private boolean isAbout(Incident of) {
			Incident.Told told = of.told();
			boolean isSameRoot = this.root.equals(of.root()) || (told != null && this.root.equals(told.root()));
			return this.incident.equals(of.id()) || (isSameRoot && !this.answer.at().isBefore(of.openedAt()));
		}

	}

}
