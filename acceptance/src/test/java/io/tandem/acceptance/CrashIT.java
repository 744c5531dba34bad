package io.tandem.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tandem.acceptance.check.Observer;
import io.tandem.acceptance.check.Verdict;
import io.tandem.acceptance.fleet.Fleet;
import io.tandem.acceptance.fleet.Site;
import io.tandem.acceptance.fleet.Tally;
import io.tandem.acceptance.stack.TwoMachines;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

class CrashIT {

	@RegisterExtension
	static final TwoMachines machines = new TwoMachines();

	@Test
	void nothingAcknowledgedIsLostWhenEachProcessIsKilledInTurn() throws Exception {
		String run = "crash-" + Instant.now().getEpochSecond();
		Instant began = Instant.now();
		try (Observer observer = new Observer();
				Fleet fleet = new Fleet(List.of(machines.mainpc, machines.pc2), run, 10, Duration.ofSeconds(1))) {
			for (Site site : List.of(machines.mainpc, machines.pc2)) {
				for (TwoMachines.Program program : TwoMachines.programs(site)) {
					machines.killAndAwait(site, program);
				}
			}
			List<Tally> tallies = fleet.stop();
			await("all that was acknowledged is stored").atMost(Duration.ofSeconds(180))
				.ignoreExceptions()
				.untilAsserted(() -> {
					Verdict verdict = Verdict.of(tallies, observer.storedPushes(machines.mainpc, run,
							Duration.between(began, Instant.now()).plusSeconds(5)));
					assertThat(verdict.total().missing())
						.as("missing: %s; the ledger says %s", verdict.missing(), ledger(observer))
						.isZero();
					assertThat(verdict.total().duplicated()).isZero();
					assertThat(verdict.total().outOfOrder()).isZero();
					assertThat(verdict.total().acknowledged()).isPositive();
				});
			await("the ledger agrees").atMost(Duration.ofSeconds(30)).ignoreExceptions().untilAsserted(() -> {
				JsonNode totals = ledger(observer);
				assertThat(totals.path("missing").asLong(-1)).isZero();
				assertThat(totals.path("received").asLong()).isPositive();
			});
		}
	}

	private static JsonNode ledger(Observer observer) throws IOException, InterruptedException {
		return observer.get(machines.mainpc.hub("/api/v1/ledger")).path("totals");
	}

}
