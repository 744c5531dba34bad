/**
 * Publishes each pushed record unchanged to the machine&apos;s metrics or backlog stream
 * and answers only when the stream has acknowledged it.
 */
@NullMarked
package io.tandem.hub.intake;

import org.jspecify.annotations.NullMarked;
