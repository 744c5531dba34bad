package io.tandem.acceptance.failover;

import io.tandem.acceptance.fleet.Site;
import io.tandem.acceptance.testbed.Testbed;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Asks a machine what it has decided. Thread-safe. */
final class Decisions {

	private static final int MOST = 1000;

	private Decisions() {
	}

	/**
	 * Returns where records were sent instead of the machine's own hub, in order, as
	 * decided since a time.
	 */
	static List<Away> away(Testbed testbed, Site site, Instant since) throws IOException, InterruptedException {
		List<Away> away = new ArrayList<>();
		JsonNode page = testbed.observer.get(site.gateway("/api/v1/failover/decisions?kind=route&limit=" + MOST));
		for (JsonNode decision : page.path("decisions")) {
			Instant at = Instant.parse(decision.path("at").asString());
			if (at.isBefore(since)) {
				break;
			}
			String from = decision.path("from").asString();
			if (from.startsWith("local-hub") && !decision.path("to").asString().startsWith("local-hub")) {
				away.addFirst(
						new Away(site.machine(), decision.path("number").asLong(), at, decision.path("to").asString(),
								decision.path("trigger").asString(), decision.path("why").asString()));
			}
		}
		return away;
	}

	/**
	 * A decision to leave the own hub.
	 *
	 * @param at by the deciding machine's clock
	 */
	record Away(String machine, long number, Instant at, String to, String trigger, String why) {
	}

}
