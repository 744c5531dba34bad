package io.tandem.centralhub.migration;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What gates judge by, as it is now. What cannot be asked is null, never made up.
 * Thread-safe; calls block for a few seconds at the most.
 */
interface Facts {

	/** Returns what a machine's gateway says of its agents, by name. */
	@Nullable Map<String, AgentFact> agents(String machine);

	/** Returns what was scraped of the agents by the old path. */
	@Nullable List<StoredSeries> old(List<String> agents, Duration within);

	/** Returns what of the agents came by Tandem. */
	@Nullable List<StoredSeries> fresh(List<String> agents, Duration within);

	/** Returns each agent's status, in upper case, by name. */
	@Nullable Map<String, String> health(String machine);

	/** Returns where a machine's records go. */
	@Nullable Way way(String machine);

	/** Sends a machine's records to the other hub for a while. */
	void sendAway(String machine, Duration length, String reason);

	/** Lets a machine decide by itself again. */
	void sendHome(String machine, String reason);

	/** Returns how many records were lost for good, of all machines. */
	long lost();

	/** Returns how many records of a machine are missing; of all where it is null. */
	long missing(@Nullable String machine);

	/**
	 * Where records go.
	 *
	 * @param backlog records that are durable and not delivered
	 */
	record Way(String tier, long backlog) {

		boolean isAway() {
			return this.tier.startsWith("peer-hub");
		}

		boolean isHome() {
			return this.tier.startsWith("local-hub");
		}

	}

}
