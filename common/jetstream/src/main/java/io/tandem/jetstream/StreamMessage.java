package io.tandem.jetstream;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message read from a stream.
 *
 * @param stream the stream it was read from
 * @param sequence its sequence in that stream; a mirror keeps the origin's
 * @param storedAt when the origin stored it, by the origin's clock
 * @param body owned by the reader
 */
public record StreamMessage(String stream, long sequence, Instant storedAt, String subject,
		io.nats.client.impl.@Nullable Headers headers, byte[] body) {

	/** Returns a header's first value, or null. */
	public @Nullable String header(String name) {
		return (this.headers != null) ? this.headers.getFirst(name) : null;
	}

}
