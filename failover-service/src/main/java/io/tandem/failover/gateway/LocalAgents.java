package io.tandem.failover.gateway;

import io.tandem.fleet.ReloadingFleet;
import io.tandem.ingest.PushedBy;
import io.tandem.wire.series.Labels;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells which agent of this machine a push comes from, by the fleet file. An agent is
 * known by the header {@value PushedBy#AGENT_HEADER} alone if it sends it; else by the
 * first of the labels {@code agent}, {@code instance}, with and without a port, and
 * {@code job} that names an agent of this machine. Thread-safe.
 */
public final class LocalAgents {

	private static final List<String> LABELS = List.of("agent", "instance", "job");

	private final ReloadingFleet fleet;

	private final String machine;

	public LocalAgents(ReloadingFleet fleet, String machine) {
		this.fleet = fleet;
		this.machine = machine;
	}

	/** Returns the agent's name, or null if it is none of this machine. */
	public @Nullable String nameOf(PushedBy by) {
		if (by.agent() != null) {
			return isKnown(by.agent()) ? by.agent() : null;
		}
		Labels labels = by.firstSeries();
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
