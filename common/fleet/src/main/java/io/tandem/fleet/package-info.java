/**
 * The fleet file: which machines there are, which agents live on them, and which of those
 * are critical. Reads it with all its faults named at once, and follows its changes.
 * Decides nothing.
 */
@NullMarked
package io.tandem.fleet;

import org.jspecify.annotations.NullMarked;
