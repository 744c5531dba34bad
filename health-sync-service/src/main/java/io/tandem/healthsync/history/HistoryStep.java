package io.tandem.healthsync.history;

import io.tandem.healthsync.state.StreamPosition;
import java.time.Instant;
import java.util.List;

/**
 * What a batch of messages adds to the history of a machine. Immutable.
 *
 * @param streamCreatedAt of the stream that it was read from
 * @param position of its last message
 * @param kept the reports to keep, in the order of the stream
 * @param agents those of whom something else is known now
 * @param thinned how many reports told no change and are not kept
 * @param duplicates how many were seen before
 * @param passed how many are none, speak for another machine, or are of one agent more
 * than are kept
 */
record HistoryStep(String machine, Instant streamCreatedAt, StreamPosition position, List<KeptReport> kept,
		List<KnownAgent> agents, int thinned, int duplicates, int passed) {

	HistoryStep {
		kept = List.copyOf(kept);
		agents = List.copyOf(agents);
	}

}
