package io.tandem.healthsync.incident;

import io.tandem.healthsync.incident.Observation.Answered;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What people said lately, for incidents that are only heard of after it: as when it was
 * said on the other machine, or before a restart. Immutable.
 *
 * @param kept the last of each incident and kind, the one that came first first
 */
record Answers(List<Answered> kept) {

	static final Answers NONE = new Answers(List.of());

	/** More than there are incidents open; the one that came first gives way. */
	static final int MOST = 500;

	/** So long the streams have them. */
	private static final Duration KEEP = Duration.ofHours(24);

	Answers {
		kept = List.copyOf(kept);
	}

	/** Returns these with one more. */
	Answers with(Answered next, Instant now) {
		List<Answered> all = new ArrayList<>(this.kept.size() + 1);
		Answered last = next;
		for (Answered each : this.kept) {
			if (each.isLike(next)) {
				last = next.answer().isAfter(each.answer()) ? next : each;
			}
			else if (!each.answer().at().plus(KEEP).isBefore(now)) {
				all.add(each);
			}
		}
		all.add(last);
		if (all.size() > MOST) {
			all.removeFirst();
		}
		return new Answers(all);
	}

	/** Tells whether one more would take the place of another incident's. */
	boolean isFullFor(Answered next) {
		return this.kept.size() >= MOST && this.kept.stream().noneMatch((each) -> each.isLike(next));
	}

	/** Returns the incident with all that was said of it. */
	Incident of(Incident incident, Instant now) {
		Incident answered = incident;
		for (Answered each : this.kept) {
			answered = each.of(answered, now);
		}
		return answered;
	}

}
