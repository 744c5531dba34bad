package io.tandem.acceptance.failover;

import io.tandem.acceptance.fleet.Site;
import io.tandem.acceptance.testbed.Testbed;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Both machines for a time without load and without faults: nothing may be decided. */
final class IdleBench {

	private final Testbed testbed;

	IdleBench(Testbed testbed) {
		this.testbed = testbed;
	}

	/** Returns what was decided, a line each. */
	List<String> run(Duration duration) throws IOException, InterruptedException {
		this.testbed.awaitHome(Duration.ofSeconds(120));
		Instant began = Instant.now();
		TimeUnit.MILLISECONDS.sleep(duration.toMillis());
		List<String> lines = new ArrayList<>();
		for (Site site : this.testbed.sites()) {
			List<Decisions.Away> away = Decisions.away(this.testbed, site, began);
			lines.add("%s: %d failovers in %d minutes without load%n".formatted(site.machine(), away.size(),
					duration.toMinutes()));
			away.forEach((one) -> lines.add("  " + one + "%n".formatted()));
		}
		return lines;
	}

}
