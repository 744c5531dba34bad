/**
 * What a machine that misses records says to the one whose spool numbered them, and what
 * it is answered. Immutable values only.
 */
@NullMarked
package io.tandem.wire.backfill;

import org.jspecify.annotations.NullMarked;
