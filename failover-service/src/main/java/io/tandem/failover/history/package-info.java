/**
 * Keeps every transition with what it was decided from, tells the fleet of it, and calls
 * a human when records have left the local hub. A transition is stored before it is
 * applied if the disk takes it in time; if not, it is kept in memory and stored later,
 * because failing over must not wait for a disk. What goes out is repeated until it is
 * taken, under the same id, so that a receiver can tell a copy; the form of all of it is
 * in {@code docs/failover-events.md}.
 */
@NullMarked
package io.tandem.failover.history;

import org.jspecify.annotations.NullMarked;
