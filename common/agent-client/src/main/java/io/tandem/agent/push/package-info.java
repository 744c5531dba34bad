/**
 * Sends remote write bodies to the first place that takes them: the gateway, else the
 * local hub, else another machine's. Keeps what nobody takes, within bounds, and counts
 * what is dropped. Knows nothing of meters' values.
 */
@NullMarked
package io.tandem.agent.push;

import org.jspecify.annotations.NullMarked;
