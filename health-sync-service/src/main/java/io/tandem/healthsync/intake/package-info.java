/**
 * Takes health reports of this machine&apos;s agents by HTTP and stores them in this
 * machine&apos;s health stream, or with another machine while that takes none. Answers
 * 2xx only once a stream has acknowledged them. Agents that speak NATS publish to the
 * same stream by themselves.
 */
@NullMarked
package io.tandem.healthsync.intake;

import org.jspecify.annotations.NullMarked;
