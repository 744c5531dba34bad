package io.tandem.healthsync.history;

import io.tandem.healthsync.state.AgentHealth;
import java.time.Instant;

/**
 * What the history knows of an agent at its position. Immutable.
 *
 * @param keptAt when the last report that is kept, late ones aside, was stored
 */
record KnownAgent(AgentHealth health, Instant keptAt) {

	String name() {
		return this.health.latest().report().agent();
	}

}
