package io.tandem.healthsync.history;

import java.io.Serializable;

/** Names an {@link AgentRow}. */
record AgentKey(String machine, String agent) implements Serializable {
}
