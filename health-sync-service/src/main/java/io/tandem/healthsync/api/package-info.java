/**
 * The HTTP views of what is known of all machines' agents. Shows, beside each machine's
 * agents, how current they are, so that a reader can see who is cut off.
 */
@NullMarked
package io.tandem.healthsync.api;

import org.jspecify.annotations.NullMarked;
