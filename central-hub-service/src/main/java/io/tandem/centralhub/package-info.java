/**
 * The hub of the centre: takes pushes, keeps the ledger of all machines and writes to the
 * metric store.
 */
@NullMarked
package io.tandem.centralhub;

import org.jspecify.annotations.NullMarked;
