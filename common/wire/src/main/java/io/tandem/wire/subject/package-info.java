/**
 * Names of NATS subjects and JetStream streams, derived from machine names in one place.
 */
@NullMarked
package io.tandem.wire.subject;

import org.jspecify.annotations.NullMarked;
