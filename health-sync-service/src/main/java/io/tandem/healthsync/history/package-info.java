/**
 * What the agents reported over the last day: every change, and in between a report now
 * and then. Reads the health streams by itself and writes a batch together with its
 * position in one transaction, so that after any crash it goes on where the database
 * ends, losing and doubling nothing, and the state of the agents never waits for a disk.
 * A database that is lost is filled from the streams again.
 */
@NullMarked
package io.tandem.healthsync.history;

import org.jspecify.annotations.NullMarked;
