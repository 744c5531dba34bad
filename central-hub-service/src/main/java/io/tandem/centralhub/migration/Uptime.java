package io.tandem.centralhub.migration;

import java.util.OptionalDouble;

/** Knows how available the system was. Thread-safe. */
@FunctionalInterface
public interface Uptime {

	/** Returns the availability in percent; empty if it is not known. */
	OptionalDouble percent();

}
