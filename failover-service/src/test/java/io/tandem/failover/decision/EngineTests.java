package io.tandem.failover.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.failover.detection.Observation.Result.Failure.Kind;
import io.tandem.failover.detection.TierState;
import org.junit.jupiter.api.Test;

class EngineTests {

	@Test
	void firstAnswerOfTheLocalHubGetsTheRecords() {
		Script script = new Script();
		script.pass(0, 0);
		assertThat(script.probes).hasSize(3);
		assertThat(script.route()).isEqualTo(Script.SPOOL);
		script.succeed(Script.PEER, 1, 4);
		assertThat(script.route()).isEqualTo(Script.SPOOL);
		script.succeed(Script.LOCAL, 1, 6);
		assertThat(script.route()).isEqualTo(Script.LOCAL);
		assertThat(script.told()).containsExactly("start > HEALTHY", "start > HEALTHY", "start > local-hub/pc2");
	}

	@Test
	void threeRefusalsMoveTheRecordsToThePeersHub() {
		Script script = Script.allHealthy();
		script.fail(Script.LOCAL, Kind.REFUSED, 500, 501);
		assertThat(script.probes).extracting(Command.Probe::tier).contains(Script.LOCAL);
		script.fail(Script.LOCAL, Kind.REFUSED, 502, 503);
		script.fail(Script.LOCAL, Kind.REFUSED, 551, 552);
		assertThat(script.stateOf(Script.LOCAL)).isEqualTo(TierState.SUSPECT);
		script.fail(Script.LOCAL, Kind.REFUSED, 601, 602);
		assertThat(script.told()).containsExactly("failure > SUSPECT", "refused-run > DOWN",
				"refused-run > peer-hub/mainpc");
		assertThat(script.transitions.getLast().why())
			.isEqualTo("local-hub/pc2 refused 4 tries in a row within 101 ms, the last one: refused");
	}

}
