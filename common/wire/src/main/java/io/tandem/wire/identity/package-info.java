/**
 * Who a record is: origin, epoch, sequence, which cross every process boundary as
 * headers; and sets of sequences, to tell what has come, what is missing and what comes
 * again. Immutable values only.
 */
@NullMarked
package io.tandem.wire.identity;

import org.jspecify.annotations.NullMarked;
