/**
 * Writes what the streams hold to the metric store, and acknowledges it only once it is
 * both stored and in the ledger. Holds on for as long as the store is away; what the
 * store refuses for good becomes a dead letter and a gap with the reason.
 */
@NullMarked
package io.tandem.centralhub.sink;

import org.jspecify.annotations.NullMarked;
