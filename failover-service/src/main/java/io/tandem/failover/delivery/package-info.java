/**
 * Takes records from the spool to the tier that was decided on, joined into batches,
 * until they are answered for: new ones first, older ones behind at the receiver's pace,
 * and critical ones to a second hub as well. A tier that hangs holds up nothing of
 * another.
 */
@NullMarked
package io.tandem.failover.delivery;

import org.jspecify.annotations.NullMarked;
