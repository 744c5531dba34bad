/**
 * Keeps health reports of a machine whose own broker is down. That machine's service
 * hands them to another one's, whose stream of relayed reports stores them, and shows
 * them from there. When the broker is back it takes them home in their order, so that
 * each machine stays the only writer of its own stream.
 */
@NullMarked
package io.tandem.healthsync.relay;

import org.jspecify.annotations.NullMarked;
