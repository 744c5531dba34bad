package io.tandem.healthsync.streams;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a health stream was when it was last asked for. Immutable.
 *
 * @param checkedAt when it was asked for
 * @param link whether it is current
 * @param linkSince since when that is so without a break, by this machine's clock
 * @param activeAge how long ago, then, a mirror had heard from its origin; null for an
 * origin, and for a mirror that never has
 * @param lag messages the origin had more, as far as the mirror knew; 0 for an origin
 * @param messages number of messages in it
 * @param lastStoredAt when its newest message was stored, by its origin's clock; null
 * while it is empty
 */
public record StreamState(Instant checkedAt, Link link, Instant linkSince, @Nullable Duration activeAge, long lag,
		long messages, @Nullable Instant lastStoredAt) {

	/** Whether what is shown of a machine is current. */
	public enum Link {

		/** The machine is this one. */
		LOCAL,
		/** The mirror hears from its origin. */
		CONNECTED,
		/** The mirror does not hear from its origin: what is shown may be old. */
		CUT_OFF,
		/**
		 * This machine's own broker cannot be asked, or does not have the stream yet.
		 */
		UNKNOWN

	}

	/** Returns this one as it follows on another. */
	StreamState after(StreamState before) {
		return (before.link == this.link) ? new StreamState(this.checkedAt, this.link, before.linkSince, this.activeAge,
				this.lag, this.messages, this.lastStoredAt) : this;
	}

	static StreamState unknown(Instant checkedAt) {
		return new StreamState(checkedAt, Link.UNKNOWN, checkedAt, null, 0, 0, null);
	}

}
