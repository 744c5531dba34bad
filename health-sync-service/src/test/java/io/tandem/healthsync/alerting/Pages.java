package io.tandem.healthsync.alerting;

import java.net.URI;
import java.time.Instant;

/** Pages for tests. */
final class Pages {

	static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	private Pages() {
	}

	static Page of(String incident, Severity severity) {
		return at(incident, severity, START);
	}

	static Page at(String incident, Severity severity, Instant startedAt) {
		return new Page(incident, "AgentSilent", NodeKind.AGENT, "pc2", "ErrorBus", severity, startedAt, null,
				"ErrorBus has not reported for 3 min", "last report 14:02", URI.create("https://docs.example/silent"),
				null);
	}

	/** Another cause for each node. */
	static Page on(String node, String incident, Severity severity) {
		return new Page(incident, "AgentSilent", NodeKind.AGENT, "pc2", node, severity, START, null, "silent", "", null,
				null);
	}

}
