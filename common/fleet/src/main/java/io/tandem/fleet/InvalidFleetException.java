package io.tandem.fleet;

import java.util.List;
import java.util.stream.Collectors;

/** Names everything that is wrong with a fleet file, all at once. */
public final class InvalidFleetException extends Exception {

	private final transient List<Fault> faults;

	InvalidFleetException(String source, List<Fault> faults) {
		super(source + ": " + faults.stream().map(Fault::toString).collect(Collectors.joining("; ")));
		this.faults = List.copyOf(faults);
	}

	/** Returns the faults in the order of their lines; at least one. */
	public List<Fault> faults() {
		return this.faults;
	}

	/**
	 * One thing that is wrong.
	 *
	 * @param line counted from 1
	 * @param problem what it must be and what it was
	 */
	public record Fault(int line, String problem) {

		@Override
		public String toString() {
			return "line " + this.line + ": " + this.problem;
		}

	}

}
