package io.tandem.healthsync.alerting;

/** Calls people. Thread-safe. */
@FunctionalInterface
public interface Pager {

	/**
	 * Takes note of a page as it is now: opened, changed, acknowledged or ended. Returns
	 * at once; it is sent, and sent again, from then on. Telling the same page again does
	 * no harm, and one that has ended stays ended. Each machine pages by itself, so an
	 * end that only one of them is told of holds only there.
	 */
	void tell(Page page);

}
