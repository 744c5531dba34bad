package io.tandem.centralhub.migration;

import io.tandem.fleet.InvalidFleetException.Fault;
import java.util.List;
import java.util.stream.Collectors;

/** Names everything that is wrong with a campaign file, all at once. */
final class InvalidCampaignException extends Exception {

	private final transient List<Fault> faults;

	InvalidCampaignException(String source, List<Fault> faults) {
		super(source + ": " + faults.stream().map(Fault::toString).collect(Collectors.joining("; ")));
		this.faults = List.copyOf(faults);
	}

	/** Returns the faults in the order of their lines; at least one. */
	List<Fault> faults() {
		return this.faults;
	}

}
