/**
 * A connection to NATS that survives a server that is down, streams that are provisioned
 * by themselves, and publishing that tells what became of a message. Knows nothing of
 * metrics or health.
 */
@NullMarked
package io.tandem.jetstream;

import org.jspecify.annotations.NullMarked;
