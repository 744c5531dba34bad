package io.tandem.failover.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.failover.decision.EngineSettings;
import io.tandem.failover.decision.trace.Trace;
import io.tandem.failover.detection.Observation;
import java.nio.file.Files;
import java.nio.file.Path;
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
			Trace trace = Trace.read(this.state.resolve("trace/trace.jsonl"));
			assertThat(trace.observations()).containsExactly(stall);
			assertThat(trace.header().number()).isEqualTo(7);
			assertThat(trace.header().plan()).isEqualTo(rig.plan.tiers());
			assertThat(Files.size(this.state.resolve("trace/trace.jsonl"))).isPositive();
		}
	}

}
