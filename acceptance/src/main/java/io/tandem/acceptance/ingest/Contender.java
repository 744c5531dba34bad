package io.tandem.acceptance.ingest;

import io.tandem.acceptance.load.Source;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * What takes samples, with all that it consists of. Running while it is open. Confined to
 * one thread.
 */
interface Contender extends AutoCloseable {

	/** Returns the word for it. */
	String name();

	/** Returns what is safe once a request is answered. */
	String durability();

	/**
	 * Starts it, empty, and waits until it takes samples.
	 * @throws IOException if it does not
	 */
	void start() throws IOException, InterruptedException;

	/** Returns senders of series of their own. */
	List<? extends Source> sources(int senders, int series) throws IOException, InterruptedException;

	/** Returns the processes that samples go through, by their names. */
	Map<String, Long> processes() throws IOException, InterruptedException;

	/**
	 * Waits until all that was answered is where it goes.
	 * @param samples how many have been answered since the start
	 * @throws IOException if that does not come
	 */
	void awaitStored(long samples) throws IOException, InterruptedException;

	@Override
	void close() throws IOException, InterruptedException;

}
