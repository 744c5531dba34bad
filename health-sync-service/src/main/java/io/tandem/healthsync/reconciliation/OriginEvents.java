package io.tandem.healthsync.reconciliation;

import io.tandem.healthsync.history.HistoryEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of an origin's reports of one minute. Immutable.
 *
 * @param next the {@code offset} of the page that follows; null if there is none
 */
record OriginEvents(List<HistoryEvent> events, @Nullable Integer next) {
}
