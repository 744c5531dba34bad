/**
 * The streams of metrics and of backlog that a hub needs: its machine&apos;s own, which
 * only this machine writes, and a mirror of each other machine&apos;s.
 */
@NullMarked
package io.tandem.hub.streams;

import org.jspecify.annotations.NullMarked;
