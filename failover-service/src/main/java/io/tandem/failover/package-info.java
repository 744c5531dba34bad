/**
 * The machine's front door: makes each push durable in the spool and delivers it to a
 * hub.
 */
@NullMarked
package io.tandem.failover;

import org.jspecify.annotations.NullMarked;
