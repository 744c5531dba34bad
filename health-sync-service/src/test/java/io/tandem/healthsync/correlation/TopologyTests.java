package io.tandem.healthsync.correlation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.fleet.Criticality;
import io.tandem.fleet.Dependency;
import io.tandem.fleet.Fallback;
import io.tandem.fleet.Fleet;
import io.tandem.fleet.FleetAgent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopologyTests {

	private final Fleet fleet = new Fleet(List.of("mainpc", "pc2"),
			List.of(agent("A", "mainpc", List.of()), agent("B", "pc2", List.of(new Dependency("A", Fallback.SELF)))));

	private static FleetAgent agent(String name, String machine, List<Dependency> needs) {
		return new FleetAgent(name, machine, Criticality.CRITICAL, null, Duration.ofSeconds(30), needs, false);
	}

	@Test
	void whatIsUnderTheAgentsIsThere() {
		Topology topology = new Topology(this.fleet, "mainpc");
		assertThat(topology.node("machine pc2")).isEqualTo(new Node("machine pc2", NodeKind.MACHINE, "pc2", false));
		assertThat(topology.node("hub@pc2")).isNotNull();
		assertThat(topology.node("broker@mainpc")).isNotNull();
		assertThat(topology.node("A")).isEqualTo(new Node("A", NodeKind.AGENT, "mainpc", true));
		assertThat(topology.node("C")).isNull();
		assertThat(topology.intervalOf("A")).isEqualTo(Duration.ofSeconds(30));
	}

	@Test
	void aLinkHasOneNameForBothEnds() {
		assertThat(Topology.link("pc2", "mainpc")).isEqualTo(Topology.link("mainpc", "pc2"));
		assertThat(new Topology(this.fleet, "pc2").node("link mainpc-pc2"))
			.isEqualTo(new Topology(this.fleet, "mainpc").node("link mainpc-pc2"));
	}

	@Test
	void whoNeedsTheOtherSideNeedsTheLinkWithTheSameFallback() {
		Topology topology = new Topology(this.fleet, "mainpc");
		assertThat(topology.needsOf("B")).contains(new Need("B", "link mainpc-pc2", Fallback.SELF, false));
		assertThat(topology.needsOf("A")).containsExactly(Need.work("A", "machine mainpc"),
				Need.voice("A", "broker@mainpc"));
	}

	@Test
	void aMachineThatIsNotInTheFleetHasNoAgents() {
		Topology topology = new Topology(this.fleet, "pc3");
		assertThat(topology.machines()).containsExactly("mainpc", "pc2", "pc3");
		assertThat(topology.agentsOf("pc3")).isEmpty();
		assertThat(topology.node("link mainpc-pc3")).isNotNull();
	}

}
