package io.tandem.healthsync.streams;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * How old what is shown of a machine is, for a person to read. Immutable.
 *
 * @param asOf when it was last known to be so, by this machine's clock, or by the shown
 * machine's where nothing better is known; null if nothing ever was heard
 * @param note a sentence that says so; null while it is current
 */
public record Freshness(@Nullable Instant asOf, @Nullable String note) {

	/**
	 * Returns it of a machine.
	 * @param newest when the newest report that was read here was stored; null while
	 * there is none
	 */
	public static Freshness of(String machine, StreamState stream, @Nullable Instant newest) {
		return switch (stream.link()) {
			case LOCAL, CONNECTED -> new Freshness(stream.checkedAt(), null);
			case CUT_OFF ->
				old(machine, (stream.activeAge() != null) ? stream.checkedAt().minus(stream.activeAge()) : newest,
						"nothing is heard of it since");
			case UNKNOWN -> old(machine, newest, "this machine's own broker cannot be asked");
		};
	}

	private static Freshness old(String machine, @Nullable Instant asOf, String why) {
		String when = (asOf != null) ? "showing " + machine + " as of " + asOf.truncatedTo(ChronoUnit.SECONDS)
				: "nothing is known of " + machine;
		return new Freshness(asOf, when + ": " + why);
	}

	/** Returns it of an agent of which another machine keeps a report of that time. */
	public Freshness relayedAt(Instant time, String by) {
		return (this.note != null) ? new Freshness(time, "kept by " + by + "; " + this.note) : this;
	}

}
