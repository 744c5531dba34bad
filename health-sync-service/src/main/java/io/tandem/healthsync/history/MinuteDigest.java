package io.tandem.healthsync.history;

import java.time.Instant;

/**
 * What the history has of one machine in one minute. Immutable.
 *
 * @param minute its beginning, by the clock of the machine's stream
 * @param events how many reports are kept
 * @param digest the same wherever the same reports are kept: the first 16 hexadecimal
 * digits of SHA-256 over a line for each
 */
public record MinuteDigest(Instant minute, int events, String digest) {
}
