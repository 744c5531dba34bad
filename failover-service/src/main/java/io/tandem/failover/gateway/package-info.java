/**
 * The door: what agents push becomes a durable record in the spool before it is answered.
 * Opens the spool, tells the operator how it fares, and knows how a record's protocol is
 * written in it.
 */
@NullMarked
package io.tandem.failover.gateway;

import org.jspecify.annotations.NullMarked;
