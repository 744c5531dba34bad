/**
 * Takes records from the spool to a receiver: joined into batches, in order, again and
 * again until they are answered for. A batch keeps its records and its range however
 * often it is sent, so that the receiver can tell a second copy.
 */
@NullMarked
package io.tandem.failover.delivery;

import org.jspecify.annotations.NullMarked;
