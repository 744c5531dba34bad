package io.tandem.centralhub.sink;

import io.tandem.centralhub.resync.Inflow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Tells how far the sink's readers are: what they have acknowledged is in the ledger.
 * Thread-safe.
 */
final class SinkInflow implements Inflow {

	private final List<String> streams;

	private final String durable;

	private final StreamLookout lookout;

	SinkInflow(List<String> streams, String durable, StreamLookout lookout) {
		this.streams = List.copyOf(streams);
		this.durable = durable;
		this.lookout = lookout;
	}

	@Override
	public Optional<Map<String, Long>> ends() {
		Map<String, Long> ends = new HashMap<>();
		for (String stream : this.streams) {
			OptionalLong end = this.lookout.end(stream);
			if (end.isEmpty()) {
				return Optional.empty();
			}
			ends.put(stream, end.getAsLong());
		}
		return Optional.of(ends);
	}

	@Override
	public boolean isTaken(Map<String, Long> ends) {
		return ends.entrySet()
			.stream()
			.allMatch((end) -> this.lookout.isAcknowledged(end.getKey(), this.durable, end.getValue()));
	}

}
