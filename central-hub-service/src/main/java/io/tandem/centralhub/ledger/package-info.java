/**
 * Knows of every record and of every stream message whether it has arrived, what is
 * missing, and since when. The state is kept in a database and is durable before anything
 * is acknowledged because of it.
 */
@NullMarked
package io.tandem.centralhub.ledger;

import org.jspecify.annotations.NullMarked;
