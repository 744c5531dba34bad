package io.tandem.failover.partition;

import java.time.Instant;

/**
 * That another verdict holds of a peer, with what it was found from. Immutable.
 *
 * @param epoch the service's life in which it was found: a new one at each start
 * @param number within the epoch, from 1
 * @param at by the wall clock
 * @param peer the machine's name
 * @param why the word of the table's line
 * @param condition the line in words
 * @param evidence JSON
 */
record Finding(String epoch, long number, Instant at, String peer, Verdict from, Verdict to, String why,
		String condition, String evidence) {

}
