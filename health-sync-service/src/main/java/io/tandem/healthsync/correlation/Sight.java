package io.tandem.healthsync.correlation;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that is seen at one time. Not copied: it is only looked at while it is judged.
 *
 * @param topology who needs whom
 * @param symptoms by the node's name
 * @param hearing when nodes were last heard
 * @param now when
 */
public record Sight(Topology topology, Map<String, Symptom> symptoms, Hearing hearing, Instant now) {

	@Nullable Symptom symptom(String node) {
		return this.symptoms.get(node);
	}

	boolean isLate(String node) {
		Instant lateAt = this.hearing.lateAt(node);
		return lateAt != null && !lateAt.isAfter(this.now);
	}

	/** Tells whether it is late, and was not so then. */
	boolean isLateSince(String node, @Nullable Instant then) {
		Instant lateAt = this.hearing.lateAt(node);
		return lateAt != null && !lateAt.isAfter(this.now) && (then == null || lateAt.isAfter(then));
	}

	/** Tells for how many seconds after then it was still heard; 0 if it was not. */
	double heardAfter(String node, Instant then) {
		Instant heardAt = this.hearing.heardAt(node);
		return (heardAt == null || !heardAt.isAfter(then)) ? 0
				: (heardAt.toEpochMilli() - then.toEpochMilli()) / 1000.0;
	}

}
