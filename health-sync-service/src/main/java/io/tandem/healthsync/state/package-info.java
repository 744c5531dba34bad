/**
 * What every agent of every machine has last said, rebuilt from the health streams at
 * each start and kept current from them. Nothing here is stored: the streams are the
 * store. Memory is bounded by the number of agents.
 */
@NullMarked
package io.tandem.healthsync.state;

import org.jspecify.annotations.NullMarked;
