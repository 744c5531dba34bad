package io.tandem.fleet;

/**
 * That an agent needs another one. Immutable.
 *
 * @param agent the one that is needed
 * @param fallback what is done without it
 */
public record Dependency(String agent, Fallback fallback) {
}
