package io.tandem.failover.gateway;

import io.tandem.fleet.ReloadingFleet;
import io.tandem.ingest.PushedBy;
import io.tandem.wire.series.Labels;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells a critical agent's push by the fleet file. An agent is known by the header
 * {@value PushedBy#AGENT_HEADER} alone if it sends it; else by the first of the labels
 * {@code agent}, {@code instance}, with and without a port, and {@code job} that names an
 * agent of this machine. Who is not known is standard. Thread-safe.
 */
final class CriticalAgents {

	private static final List<String> LABELS = List.of("agent", "instance", "job");

	private final ReloadingFleet fleet;

	private final String machine;

	CriticalAgents(ReloadingFleet fleet, String machine) {
		this.fleet = fleet;
		this.machine = machine;
	}

	/** Tells whether there are any, so that a push need be looked at. */
	boolean exist() {
		return !this.fleet.current().criticalNames(this.machine).isEmpty();
	}

	boolean include(@Nullable PushedBy by) {
		if (by == null) {
			return false;
		}
		Set<String> critical = this.fleet.current().criticalNames(this.machine);
		if (critical.isEmpty()) {
			return false;
		}
		String name = (by.agent() != null) ? by.agent() : nameOf(by.firstSeries());
		return name != null && critical.contains(name);
	}

	private @Nullable String nameOf(Labels labels) {
		for (String label : LABELS) {
			String value = labels.get(label);
			if (value != null) {
				if (isKnown(value)) {
					return value;
				}
				int colon = value.lastIndexOf(':');
				if (colon > 0 && label.equals("instance") && isKnown(value.substring(0, colon))) {
					return value.substring(0, colon);
				}
			}
		}
		return null;
	}

	private boolean isKnown(String name) {
		return this.fleet.current().find(name).filter((agent) -> agent.machine().equals(this.machine)).isPresent();
	}

}
