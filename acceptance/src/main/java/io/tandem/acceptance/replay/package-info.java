/**
 * Measures how long a health-sync-service takes to read a day of reports again when it
 * has nothing but the stream, and checks that it then knows what it knew before. Starts a
 * broker and the service as real processes of its own.
 */
@NullMarked
package io.tandem.acceptance.replay;

import org.jspecify.annotations.NullMarked;
