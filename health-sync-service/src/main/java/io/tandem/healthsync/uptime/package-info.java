/**
 * Looks at every machine each second as an agent and a reader would: whether a sample can
 * be written, and what was written can be read. Writes down what it saw, and nothing of
 * the seconds in which it did not look.
 */
@NullMarked
package io.tandem.healthsync.uptime;

import org.jspecify.annotations.NullMarked;
