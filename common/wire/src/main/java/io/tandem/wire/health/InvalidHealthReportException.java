package io.tandem.wire.health;

import java.util.List;
import java.util.stream.Collectors;

/** Names everything that is wrong with a health report, all at once. */
public class InvalidHealthReportException extends Exception {

	private final transient List<Fault> faults;

	public InvalidHealthReportException(List<Fault> faults) {
		super(faults.stream().map(Fault::toString).collect(Collectors.joining("; ")));
		this.faults = List.copyOf(faults);
	}

	/** Returns the faults in the order of the report's fields; at least one. */
	public List<Fault> faults() {
		return this.faults;
	}

	/**
	 * One thing that is wrong.
	 *
	 * @param field the field's name, {@code metrics.<name>} within the metrics,
	 * {@code body} for the whole
	 * @param problem what it must be and what it was
	 */
	public record Fault(String field, String problem) {

		@Override
		public String toString() {
			return this.field + ": " + this.problem;
		}

	}

}
