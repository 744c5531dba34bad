/** What an observer has seen of how available the system is. */
@NullMarked
package io.tandem.wire.uptime;

import org.jspecify.annotations.NullMarked;
