/**
 * Proves that this machine's history of the others is what they have themselves: compares
 * digests minute by minute with each origin over HTTP, and fetches from its history what
 * is missing here. What is fetched is history: it never alarms anybody.
 */
@NullMarked
package io.tandem.healthsync.reconciliation;

import org.jspecify.annotations.NullMarked;
