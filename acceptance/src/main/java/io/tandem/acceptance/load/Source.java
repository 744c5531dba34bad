package io.tandem.acceptance.load;

import org.HdrHistogram.Histogram;

/** Sends requests one after the other. Confined to one thread while it runs. */
public interface Source {

	/**
	 * Sends until the pace has no more.
	 * @throws Exception if the receiver goes away
	 */
	void run(Pace pace) throws Exception;

	/**
	 * Returns the times from when requests were to be sent until they were answered, in
	 * microseconds.
	 */
	Histogram latency();

	/** Returns how many requests were refused. */
	long refused();

	/** Forgets what was measured. */
	void forget();

}
