/**
 * Compares what was acknowledged with what is stored, by asking the stores themselves and
 * not the ledger.
 */
@NullMarked
package io.tandem.acceptance.check;

import org.jspecify.annotations.NullMarked;
