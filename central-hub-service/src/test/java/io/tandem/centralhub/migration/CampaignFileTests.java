package io.tandem.centralhub.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tandem.fleet.Criticality;
import io.tandem.fleet.Fleet;
import io.tandem.fleet.FleetAgent;
import io.tandem.fleet.FleetFile;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CampaignFileTests {

	private static final Path DEPLOY = Path.of("../deploy");

	private static final Fleet FLEET = new Fleet(List.of("mainpc", "pc2"),
			Stream.of("A", "B", "C")
				.map((name) -> new FleetAgent(name, name.equals("C") ? "mainpc" : "pc2", Criticality.STANDARD, null,
						Duration.ofSeconds(60), List.of(), false))
				.toList());

	@Test
	void theCampaignThatIsDeliveredMovesEveryAgentOfTheFleetOnce() throws Exception {
		Fleet fleet = FleetFile.load(DEPLOY.resolve("fleet.yaml"));
		Campaign campaign = CampaignFile.parse(Files.readString(DEPLOY.resolve("campaigns/phase2.yaml")), "phase2.yaml",
				fleet);
		assertThat(campaign.batches().stream().flatMap((batch) -> batch.agents().stream()))
			.containsExactlyInAnyOrderElementsOf(fleet.agents().stream().map(FleetAgent::name).toList());
		assertThat(campaign.batches()).extracting((batch) -> batch.agents().size())
			.containsExactly(3, 7, 15, 15, 10, 10, 10, 7);
		assertThat(campaign.weeks().stream().flatMap((week) -> week.tasks().stream())).extracting(Campaign.Task::id)
			.containsExactly("2A", "2B", "2C", "2D", "2E", "2F", "2G", "2H", "2I", "2J", "2K", "2L", "2M");
		assertThat(campaign.batches().getLast().validation()).isEqualTo(Duration.ofHours(8));
	}

	@Test
	void oneFactorShortensEveryTime() throws Exception {
		Campaign campaign = CampaignFile.parse(text("timeScale: 0.01", "[A]"), "x", FLEET);
		assertThat(campaign.scaled(campaign.batches().getFirst().validation())).isEqualTo(Duration.ofSeconds(6));
	}

	@Test
	void everyFaultIsNamedWithItsLine() {
		assertThatExceptionOfType(InvalidCampaignException.class).isThrownBy(() -> CampaignFile.parse("""
				version: 1
				name: Phase Two
				timeScale: fast
				overlop: 2m
				weeks:
				  - week: 2
				    tasks:
				      - id: 2A
				        title: one
				        criteria: [ledger, luck]
				        batches:
				          - {name: one, agents: [A, C]}
				          - {name: one, agents: [A, Nobody], validation: 90}
				          - {name: none, agents: []}
				""", "x", FLEET))
			.satisfies((ex) -> assertThat(ex.faults().stream().map(Object::toString)).satisfiesExactly(
					(fault) -> assertThat(fault).startsWith("line 2: the file's name must match"),
					(fault) -> assertThat(fault).startsWith("line 3: timeScale must be a number"),
					(fault) -> assertThat(fault).startsWith("line 4: unknown key in the file"),
					(fault) -> assertThat(fault).startsWith("line 6: weeks must be numbered in order"),
					(fault) -> assertThat(fault).startsWith("line 10: unknown criterion"),
					(fault) -> assertThat(fault).startsWith("line 12: a batch moves agents of one machine"),
					(fault) -> assertThat(fault).startsWith("line 13: batch stands there twice, first in line 12"),
					(fault) -> assertThat(fault).startsWith("line 13: a batch's validation must be from"),
					(fault) -> assertThat(fault).startsWith("line 13: agent stands there twice"),
					(fault) -> assertThat(fault).startsWith("line 13: the fleet file names no such agent"),
					(fault) -> assertThat(fault).startsWith("line 14: a batch has no agents")));
	}

	@Test
	void aFileWithoutBatchesIsRefused() {
		assertThatExceptionOfType(InvalidCampaignException.class)
			.isThrownBy(() -> CampaignFile.parse("version: 1\nname: x\n", "x", FLEET))
			.withMessageContaining("there are no batches");
		assertThatExceptionOfType(InvalidCampaignException.class).isThrownBy(() -> CampaignFile.parse("", "x", FLEET))
			.withMessageContaining("empty");
		assertThatExceptionOfType(InvalidCampaignException.class).isThrownBy(() -> CampaignFile.parse(
				text("timeScale: 1", "[A]").replace("ledger", "latency").replaceFirst("(?s)        batches:.*", ""),
				"x", FLEET))
			.withMessageContaining("has no batches");
	}

	@Test
	void theToolSaysWhatItFound() {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		String file = DEPLOY.resolve("campaigns/phase2.yaml").toString();
		String fleet = DEPLOY.resolve("fleet.yaml").toString();
		assertThat(CampaignTool.run(List.of("check", file, fleet), new PrintStream(out), System.err)).isZero();
		assertThat(out.toString()).contains("8 batches, 77 of the fleet's 77 agents, no faults");
		assertThat(CampaignTool.run(List.of("check", fleet, fleet), new PrintStream(out), System.err)).isEqualTo(1);
		assertThat(out.toString()).contains("unknown key in the file");
		assertThat(CampaignTool.run(List.of("check", "nowhere", fleet), new PrintStream(out), System.err)).isEqualTo(2);
	}

	static String text(String line, String agents) {
		return """
				version: 1
				name: x
				%s
				weeks:
				  - week: 1
				    tasks:
				      - id: 2A
				        title: one
				        criteria: [ledger]
				        batches:
				          - {name: one, agents: %s}
				""".formatted(line, agents);
	}

}
