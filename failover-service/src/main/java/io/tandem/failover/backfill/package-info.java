/**
 * Takes requests for records that were delivered and are missing all the same, and says
 * which of them this machine still has. The lane that sends them is in {@code delivery}.
 */
@NullMarked
package io.tandem.failover.backfill;

import org.jspecify.annotations.NullMarked;
