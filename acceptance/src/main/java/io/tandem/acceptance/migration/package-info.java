/**
 * Rehearses a campaign on the running stack with simulated agents: kills the central hub
 * in the middle of a batch, breaks a batch, takes everything back once. What became of
 * the pushes is judged by the agents' own count and the metric store, not by the ledger.
 */
@NullMarked
package io.tandem.acceptance.migration;

import org.jspecify.annotations.NullMarked;
