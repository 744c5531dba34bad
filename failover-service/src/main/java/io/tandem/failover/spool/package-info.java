/**
 * The queue on disk: makes each accepted record durable under one fsync for many, numbers
 * it, and reads it back in order for as long as it is needed. Plain Java; knows neither
 * HTTP nor what a record holds. Nothing that was acknowledged leaves it without having
 * been delivered or recorded as a gap.
 */
@NullMarked
package io.tandem.failover.spool;

import org.jspecify.annotations.NullMarked;
