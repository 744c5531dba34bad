/**
 * Tells a dead hub, a machine that cannot be reached, a bad link and this machine's own
 * isolation apart, each with its evidence. Deciding is pure: time comes in with each
 * look. What looks, and what keeps and tells the verdicts, is around it.
 */
@NullMarked
package io.tandem.failover.partition;

import org.jspecify.annotations.NullMarked;
