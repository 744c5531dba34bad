package io.tandem.healthsync.intake;

import org.jspecify.annotations.Nullable;

/**
 * What is wrong with one field of a request.
 *
 * @param report which report, counted from 0; null if the request as a whole is wrong
 * @param field the field's name, {@code metrics.<name>} within the metrics, {@code body}
 * for the whole
 * @param problem what it must be and what it was
 */
record Fault(@Nullable Integer report, String field, String problem) {
}
