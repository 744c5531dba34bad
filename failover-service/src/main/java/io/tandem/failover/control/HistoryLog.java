package io.tandem.failover.control;

import io.tandem.failover.decision.Transition;
import io.tandem.failover.detection.Observation;
import io.tandem.failover.history.Decisions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps decisions in the history. */
final class HistoryLog implements DecisionLog {

	private final Decisions decisions;

	HistoryLog(Decisions decisions) {
		this.decisions = decisions;
	}

	@Override
	public boolean store(List<Transition> transitions, Instant at, Duration within) {
		return this.decisions.store(transitions, at, within);
	}

	@Override
	public long lastNumber() {
		return this.decisions.lastNumber();
	}

	@Override
	public Observation.@Nullable Pin override() {
		return this.decisions.override();
	}

}
