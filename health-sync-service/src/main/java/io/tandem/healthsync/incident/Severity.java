package io.tandem.healthsync.incident;

import io.tandem.healthsync.correlation.Node;
import io.tandem.healthsync.correlation.NodeKind;
import io.tandem.healthsync.correlation.Symptom;
import io.tandem.healthsync.correlation.Symptom.Status;
import io.tandem.healthsync.correlation.Topology;
import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How urgent an incident is, the least urgent first. */
public enum Severity {

	/** To be looked at within the day. */
	WARNING,
	/** Something works worse, or by its second way. */
	DEGRADATION,
	/** Something that matters does not work. */
	CRITICAL;

	/** So many lost agents are more than a small thing. */
	private static final int MANY = 5;

	/** Returns the word that alerts and the API have for it. */
	public String word() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * Returns how urgent it is that these fail from that root. A machine is critical, and
	 * so is a critical agent that does not work; a hub, a broker, a link, a critical
	 * agent that works worse, and five lost agents are a degradation.
	 */
	static Severity of(Topology topology, String root, Collection<Symptom> failing) {
		Severity worst = ofRoot(topology.node(root));
		int lost = 0;
		for (Symptom symptom : failing) {
			boolean isLost = symptom.status() != Status.DEGRADED;
			Node node = topology.node(symptom.node());
			lost += isLost ? 1 : 0;
			if (node != null && node.isCritical()) {
				worst = worse(worst, isLost ? CRITICAL : DEGRADATION);
			}
		}
		return (lost >= MANY) ? worse(worst, DEGRADATION) : worst;
	}

	private static Severity ofRoot(@Nullable Node root) {
		NodeKind kind = (root == null) ? NodeKind.AGENT : root.kind();
		return switch (kind) {
			case MACHINE -> CRITICAL;
			case HUB, BROKER, LINK -> DEGRADATION;
			case AGENT -> (root != null && root.isCritical()) ? DEGRADATION : WARNING;
		};
	}

	static Severity worse(Severity one, Severity other) {
		return (one.compareTo(other) >= 0) ? one : other;
	}

}
