/**
 * How every agent is as far as this machine can tell: what it last reported, or that it
 * is silent, cannot be heard, or has never been heard of. An agent that misses three
 * reports is silent; one behind a cut link is unreachable instead, because nobody knows.
 * Expects the agents of the fleet file, in the intervals that it names.
 */
@NullMarked
package io.tandem.healthsync.presence;

import org.jspecify.annotations.NullMarked;
