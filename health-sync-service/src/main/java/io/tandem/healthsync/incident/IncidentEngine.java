package io.tandem.healthsync.incident;

import io.tandem.healthsync.correlation.Topology;
import java.time.Instant;
import java.util.List;

/**
 * Makes incidents of what is seen. Immutable, and a pure function of what it is given.
 * Nothing is judged but at an {@link Observation.Tick}.
 */
public final class IncidentEngine {

	private final EngineSettings settings;

	public IncidentEngine(EngineSettings settings) {
		this.settings = settings;
	}

	/**
	 * Returns the state to begin with: nothing is known of any node.
	 * @param active the incidents that are not over
	 */
	public EngineState begin(Topology topology, List<Incident> active) {
		return begin(topology, active, List.of());
	}

	/**
	 * Returns the state to begin with after an earlier life.
	 * @param active the incidents that were not over then
	 * @param closed those that were over lately, the newest last: they are known, and may
	 * come back
	 */
	public EngineState begin(Topology topology, List<Incident> active, List<Incident> closed) {
		return new EngineState(topology, Known.NOTHING, List.of(), active, List.of(), closed, Answers.NONE, 0);
	}

	/**
	 * Returns what the observation leads to. What names an incident or a machine that is
	 * not there is passed over.
	 * @param now when it was observed, by this machine's clock; never earlier than the
	 * time before
	 */
	public Step step(EngineState state, Observation observation, Instant now) {
		if (observation instanceof Observation.Reported report && isNoNews(state, report)) {
			return new Step(state, List.of());
		}
		Turn turn = new Turn(this, this.settings, state, now);
		turn.take(observation);
		return turn.end();
	}

	/** History of which enough is kept already. */
	private static boolean isNoNews(EngineState state, Observation.Reported report) {
		if (!state.replaying().contains(report.of())) {
			return false;
		}
		Heard last = state.known().heard().get(report.node());
		return last != null && last.status() == report.status() && report.at()
			.isBefore(last.reportedAt().plus(state.topology().intervalOf(report.node()).dividedBy(2)));
	}

}
