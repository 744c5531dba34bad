package io.tandem.healthsync.alerting;

import java.util.List;

/**
 * Knows the pages over a restart. Asked once at the start, again after a failure, and
 * again when there is room after pages had to be dropped. Thread-safe.
 */
@FunctionalInterface
public interface OpenPages {

	/**
	 * Returns all open pages. Pages that have ended within the last hour or so may be
	 * among them, so that their end is told even if the service was stopped just then.
	 * May wait.
	 * @throws RuntimeException if it cannot tell yet; it is asked again
	 */
	List<Page> pages();

}
