/**
 * Who a record is: origin, epoch, sequence. Crosses every process boundary as headers.
 * Immutable values only.
 */
@NullMarked
package io.tandem.wire.identity;

import org.jspecify.annotations.NullMarked;
