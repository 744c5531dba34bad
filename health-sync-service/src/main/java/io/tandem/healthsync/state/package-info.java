/**
 * What every agent of every machine has last said, kept current from the health streams.
 * The streams are the store: a snapshot only saves reading all of them at each start, and
 * without it the same is rebuilt from them. Memory is bounded by the number of agents.
 */
@NullMarked
package io.tandem.healthsync.state;

import org.jspecify.annotations.NullMarked;
