/**
 * Runs the incident engine: brings it what is read, what the links do and what people
 * say, stores what it decides, and has people called. Shows incidents, and what changes
 * as it changes. Decides nothing itself.
 */
@NullMarked
package io.tandem.healthsync.desk;

import org.jspecify.annotations.NullMarked;
