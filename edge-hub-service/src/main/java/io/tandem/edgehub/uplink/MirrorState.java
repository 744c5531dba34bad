package io.tandem.edgehub.uplink;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How one mirror stood when it was looked at. Immutable.
 *
 * @param stream the mirror's name, which is also its origin's
 * @param origin the machine whose stream it copies
 * @param lag messages the origin has and the mirror not, as far as the mirror knows; null
 * if the mirror is not there
 * @param active how long ago the mirror last heard of its origin; null if never, or if
 * the mirror is not there. Above 3 s the link is down, whatever the link itself says
 * @param problem why the mirror does not copy, or could not be looked at; null if nothing
 * is known to be wrong
 */
record MirrorState(String stream, String origin, @Nullable Long lag, @Nullable Duration active,
		@Nullable String problem) {
}
