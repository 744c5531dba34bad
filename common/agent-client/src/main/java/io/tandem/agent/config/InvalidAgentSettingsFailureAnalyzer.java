package io.tandem.agent.config;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says at the start what is wrong, and what to do about it. */
class InvalidAgentSettingsFailureAnalyzer extends AbstractFailureAnalyzer<InvalidAgentSettingsException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidAgentSettingsException cause) {
		return new FailureAnalysis(
				"The settings of the Tandem agent are wrong:\n\n    " + String.join("\n    ", cause.faults()),
				"Correct them, or set tandem.agent.enabled=false for an agent that does not push.", cause);
	}

}
