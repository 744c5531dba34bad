package io.tandem.wire.route;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The ways that an agent's pushes can take. */
public enum AgentRoute {

	/** To the machine's Pushgateway alone, as before Tandem: nothing is made durable. */
	LEGACY,
	/** Both ways, so that they can be compared; answered as by Tandem. */
	OVERLAP,
	/** Spool, hub and stream. */
	TANDEM;

	/** Returns it in lower case. */
	public String word() {
		return name().toLowerCase(Locale.ROOT);
	}

	/** Tells whether pushes go to the machine's Pushgateway. */
	public boolean isLegacy() {
		return this != TANDEM;
	}

	/** Tells whether pushes are made durable and delivered. */
	public boolean isTandem() {
		return this != LEGACY;
	}

	public static Optional<AgentRoute> of(String word) {
		return Arrays.stream(values()).filter((each) -> each.word().equals(word)).findFirst();
	}

}
