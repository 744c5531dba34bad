package io.tandem.failover.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.failover.decision.EngineSettings;
import io.tandem.failover.detection.Observation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceKeeperTests {

	@TempDir
	Path state;

	@Test
	void whatIsObservedCanBeReadAgainAndTicksAreLeftOut() throws Exception {
		try (ControlRig rig = new ControlRig()) {
			TraceKeeper keeper = new TraceKeeper(this.state.resolve("trace"), rig.plan, EngineSettings.defaults(), 7,
					rig.clock, rig.meters);
			keeper.start();
			Observation stall = new Observation.Stall(1, 2, Observation.Cause.GC);
			keeper.observed(stall);
			keeper.observed(new Observation.Tick(3));
			keeper.stop();
			List<String> lines = Files.readAllLines(this.state.resolve("trace/trace.jsonl"));
			assertThat(lines).hasSize(2);
			assertThat(lines.getFirst()).contains("\"pc2\"", "local-hub/pc2", "7");
			assertThat(lines.getLast()).containsIgnoringCase("stall");
		}
	}

}
