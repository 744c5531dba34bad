/**
 * The streams this service provisions and reads: its own machine's health and events, and
 * mirrors of every other machine's. Watches how fresh the mirrors are.
 */
@NullMarked
package io.tandem.healthsync.streams;

import org.jspecify.annotations.NullMarked;
