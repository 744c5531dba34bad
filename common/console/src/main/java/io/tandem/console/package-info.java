/**
 * The pages that a hub shows to people. Everything on them is asked of the services by
 * HTTP when somebody looks; nothing is decided here. Switched on by
 * {@code tandem.console.enabled}.
 */
@NullMarked
package io.tandem.console;

import org.jspecify.annotations.NullMarked;
