/**
 * Sends each agent's pushes by the way that is desired for it: the old one, both, or
 * Tandem's. What is desired is followed from the machine's own mirror of the bucket and
 * kept on disk, so that a machine that is cut off, or starts without its broker, stays on
 * the routes it was told last. Of whom nothing is desired goes by Tandem.
 */
@NullMarked
package io.tandem.failover.route;

import org.jspecify.annotations.NullMarked;
