/**
 * Measures failover from outside, side by side with HAProxy: the agents' load, the faults
 * and what both made of them. Knows the system by its addresses only. Starts nothing
 * itself but load and faults; each fault is undone, also when the run is cut short.
 */
@NullMarked
package io.tandem.acceptance.failover;

import org.jspecify.annotations.NullMarked;
