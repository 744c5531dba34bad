/** Shows the ledger over HTTP. */
@NullMarked
package io.tandem.centralhub.ledger.api;

import org.jspecify.annotations.NullMarked;
