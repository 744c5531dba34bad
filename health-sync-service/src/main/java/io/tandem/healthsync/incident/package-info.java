/**
 * Makes incidents of what is seen: a function from a state and an observation to the next
 * state and what people are to be told. Pure: no clock, thread, logger or framework
 * inside. Never tells anybody of what was only replayed.
 */
@NullMarked
package io.tandem.healthsync.incident;

import org.jspecify.annotations.NullMarked;
