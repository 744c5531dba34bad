/**
 * Compares what the gateways say has left them with what has arrived, and asks them again
 * for what is missing. What no stream and no mirror has any more still lies in the spool
 * that it came from.
 */
@NullMarked
package io.tandem.centralhub.resync;

import org.jspecify.annotations.NullMarked;
