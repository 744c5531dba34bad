package io.tandem.agent.config;

import java.util.List;

/** Names everything that is wrong with the settings under {@code tandem.agent}. */
final class InvalidAgentSettingsException extends RuntimeException {

	private final transient List<String> faults;

	InvalidAgentSettingsException(List<String> faults) {
		super(String.join("; ", faults));
		this.faults = List.copyOf(faults);
	}

	List<String> faults() {
		return this.faults;
	}

}
