package io.tandem.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tandem.acceptance.check.Observer;
import io.tandem.acceptance.stack.TwoMachines;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What people are shown of outages is what was done to the machines. */
class AvailabilityIT {

	@RegisterExtension
	static final TwoMachines machines = new TwoMachines();

	@Test
	void timeWithoutGatewayIsDownTimeOfThatMachine() throws Exception {
		try (Observer observer = new Observer()) {
			await("both machines are observed as up").atMost(Duration.ofSeconds(120))
				.ignoreExceptions()
				.untilAsserted(() -> {
					assertThat(target(observer, "pc2").path("upSeconds").asLong()).isGreaterThan(5);
					assertThat(target(observer, "mainpc").path("upSeconds").asLong()).isGreaterThan(5);
				});
			Instant killed = Instant.now();
			machines.killAndAwait(machines.pc2, TwoMachines.program(machines.pc2, "failover"));
			await("the outage is told of").atMost(Duration.ofSeconds(60))
				.ignoreExceptions()
				.untilAsserted(() -> assertThat(target(observer, "pc2").path("outages")).anySatisfy((outage) -> {
					assertThat(Instant.parse(outage.path("to").asString())).isAfter(killed);
					assertThat(outage.path("reasons").toString()).contains("pc2: ");
				}));
			assertThat(target(observer, "any-machine").path("downSeconds").asLong())
				.as("one machine is enough to write to")
				.isLessThan(target(observer, "pc2").path("downSeconds").asLong());
		}
	}

	@Test
	void everyPromisedFigureIsShown() {
		TwoMachines.Ended ended = machines.command("kpis", "--window", "10m", "--json");
		List<String> names = JsonMapper.shared()
			.readTree(ended.output())
			.path("kpis")
			.valueStream()
			.map((kpi) -> kpi.path("name").asString())
			.toList();
		assertThat(names).contains("system uptime", "hub availability", "message delivery", "data loss",
				"cross-machine sync", "message latency", "failover time", "recovery time", "automated recovery",
				"false failovers", "mean time to repair", "resource overhead", "health agreement", "alert accuracy");
	}

	@Test
	void evidenceIsOneFile(@TempDir Path folder) throws Exception {
		Path file = folder.resolve("evidence.zip");
		TwoMachines.Ended ended = machines.command("slo", "--window", "10m", "--evidence", file.toString());
		assertThat(ended.status()).as(ended.output()).isZero();
		try (ZipFile zip = new ZipFile(file.toFile())) {
			assertThat(zip.stream().map(Object::toString)).contains("slo.json", "kpis.json", "index.html",
					"SHA256SUMS");
		}
	}

	private static JsonNode target(Observer observer, String name) throws Exception {
		return observer.get(machines.mainpc.hub("/api/v1/slo?window=10m")).path("targets").path(name);
	}

}
