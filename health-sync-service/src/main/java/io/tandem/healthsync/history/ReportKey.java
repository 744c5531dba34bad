package io.tandem.healthsync.history;

import java.io.Serializable;
import java.time.Instant;

/** Names a {@link ReportRow}. */
record ReportKey(String machine, String agent, Instant storedAt, long streamSequence) implements Serializable {
}
