package io.tandem.healthsync.state;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one machine at one position of its stream. Immutable.
 *
 * @param streamCreatedAt when the stream was made on this machine's broker; null while it
 * has not been opened
 * @param newest how far the stream has been read; null while nothing was in it
 * @param agents in no order
 * @param foreign reports kept apart, the oldest first
 */
record MachineRecord(@Nullable Instant streamCreatedAt, @Nullable StreamPosition newest, List<AgentHealth> agents,
		List<ForeignReport> foreign) {

	static final MachineRecord EMPTY = new MachineRecord(null, null, List.of(), List.of());

	MachineRecord {
		agents = List.copyOf(agents);
		foreign = List.copyOf(foreign);
	}

}
