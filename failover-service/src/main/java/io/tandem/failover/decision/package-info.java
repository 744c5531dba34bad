/**
 * Decides where records go: a function from a state and an observation to the next state
 * and what is to be done. Pure: no clock, thread, logger or framework inside.
 */
@NullMarked
package io.tandem.failover.decision;

import org.jspecify.annotations.NullMarked;
