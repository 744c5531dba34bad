/**
 * What both hubs share: makes pushes durable in the machine&apos;s metrics stream and
 * shows the recent ones from memory. Switched on by {@code tandem.hub.enabled=true}.
 */
@NullMarked
package io.tandem.hub;

import org.jspecify.annotations.NullMarked;
