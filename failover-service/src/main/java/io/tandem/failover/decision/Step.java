package io.tandem.failover.decision;

import java.util.List;

/**
 * What an observation leads to. Immutable.
 *
 * @param state the next state
 * @param commands what is to be done, in this order
 */
public record Step(EngineState state, List<Command> commands) {

	/** Returns the transitions that are to be applied, in their order. */
	public List<Transition> transitions() {
		return this.commands.stream()
			.filter(Command.Apply.class::isInstance)
			.map((command) -> ((Command.Apply) command).transition())
			.toList();
	}

}
