package io.tandem.hub.mirror;

import io.nats.client.api.StreamInfo;
import io.nats.client.api.StreamState;
import java.time.Instant;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/**
 * Where a stream ends, and when one message of it was stored, which tells it from another
 * one under the same sequence. Immutable.
 *
 * @param first the first sequence kept
 * @param last the last one; 0 if there never was any
 * @param storedAt of the message that was asked for; null if it is not there
 */
record StreamEnd(String stream, long first, long last, @Nullable Instant storedAt) {

	/** Returns how a stream stands, with the time of its last message. */
	static StreamEnd of(StreamInfo info) {
		StreamState state = info.getStreamState();
		ZonedDateTime time = (state.getMsgCount() > 0) ? state.getLastTime() : null;
		return new StreamEnd(info.getConfiguration().getName(), state.getFirstSequence(), state.getLastSequence(),
				(time != null) ? time.toInstant() : null);
	}

	StreamEnd with(@Nullable Instant time) {
		return new StreamEnd(this.stream, this.first, this.last, time);
	}

}
