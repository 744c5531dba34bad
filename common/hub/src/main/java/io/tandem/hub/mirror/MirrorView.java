package io.tandem.hub.mirror;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a mirror and its origin compare. Immutable.
 *
 * @param origin the domain, which is the machine, that it copies from
 * @param standing {@code same}, {@code rolled-back}, {@code waiting} for its readers
 * before it is made anew, {@code rescuing} while what it alone has is given back, or
 * {@code unknown} while one of the brokers does not answer
 * @param last the mirror's last sequence
 * @param originLast the origin's; null while unknown
 * @param remadeAt when it was made anew last; null if never since the start
 * @param problem null for none
 */
record MirrorView(String stream, String origin, String standing, long last, @Nullable Long originLast,
		@Nullable Instant remadeAt, @Nullable String problem) {

}
