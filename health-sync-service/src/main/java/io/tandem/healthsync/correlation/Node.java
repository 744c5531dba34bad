package io.tandem.healthsync.correlation;

/**
 * Something that can fail. Immutable.
 *
 * @param name unique among all nodes and the same on every machine
 * @param kind what it is
 * @param machine where it is; of a link, both ends with a hyphen between them
 * @param isCritical whether it is an agent whose loss is critical
 */
public record Node(String name, NodeKind kind, String machine, boolean isCritical) {
}
