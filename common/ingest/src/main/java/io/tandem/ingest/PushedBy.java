package io.tandem.ingest;

import io.tandem.wire.series.Labels;
import org.jspecify.annotations.Nullable;

/**
 * Signs of who pushed. Immutable; as the sender says, so nothing to trust.
 *
 * @param agent the agent by the header {@value #AGENT_HEADER}; null where it was not sent
 * @param firstSeries the labels of the first series it pushed; for a push group the
 * group's
 */
public record PushedBy(@Nullable String agent, Labels firstSeries) {

	/** Header in which an agent may name itself. */
	public static final String AGENT_HEADER = "Tandem-Agent";

}
