package io.tandem.healthsync.state;

/**
 * Is told of what is read from the health streams; every bean of this type is. Each
 * machine's stream is read by one thread, and different machines' at the same time: must
 * be thread-safe, and must not wait, because that thread reads on only when it returns.
 * What it throws is counted and logged, and holds nothing up.
 */
public interface ReadingListener {

	/**
	 * Tells of a report by one of the stream's own machine's agents, after the state has
	 * taken it in. A machine's reports come in the order of its stream, each once, but
	 * for those whose effect a snapshot had kept at the start: they do not come again.
	 * @param report {@link ReceivedReport#isReplayed()} tells history, which must not
	 * alarm anybody, from news
	 * @param outcome what it was to its agent; only an accepted one is now what is known
	 * of it
	 */
	void read(ReceivedReport report, ReportOutcome outcome);

	/**
	 * Tells that all is known that the machine's stream had when it was opened, so that
	 * the state can be judged as a whole. Comes once after a start, and again after each
	 * time the stream was made anew.
	 */
	void caughtUp(String machine);

}
