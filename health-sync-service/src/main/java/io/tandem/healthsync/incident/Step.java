package io.tandem.healthsync.incident;

import java.util.List;

/**
 * What an observation leads to. Immutable.
 *
 * @param state the next state
 * @param commands what is to be done, in this order
 */
public record Step(EngineState state, List<Command> commands) {

	public Step {
		commands = List.copyOf(commands);
	}

}
