/**
 * Prometheus remote write 1.0: validates, reads, writes and joins snappy-compressed
 * WriteRequests. Never keeps a reference to a caller's array unless it says so.
 */
@NullMarked
package io.tandem.wire.remotewrite;

import org.jspecify.annotations.NullMarked;
