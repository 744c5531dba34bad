package io.tandem.healthsync.intake;

import java.util.List;

/** A request is not made of valid reports of this machine. */
final class FaultyRequestException extends Exception {

	private final transient List<Fault> faults;

	/**
	 * @param faults at least one
	 */
	FaultyRequestException(List<Fault> faults) {
		super(faults.toString());
		this.faults = List.copyOf(faults);
	}

	/** Returns everything that is wrong, in the order of the body. */
	List<Fault> faults() {
		return this.faults;
	}

}
