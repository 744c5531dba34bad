package io.tandem.healthsync.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.fleet.Fleet;
import io.tandem.healthsync.correlation.Topology;
import io.tandem.healthsync.incident.EngineSettings;
import io.tandem.healthsync.incident.EngineState;
import io.tandem.healthsync.incident.IncidentEngine;
import io.tandem.healthsync.incident.Observation;
import io.tandem.healthsync.state.FleetHealth;
import io.tandem.healthsync.state.Fleets;
import io.tandem.healthsync.state.Reports;
import io.tandem.healthsync.streams.StreamState;
import io.tandem.healthsync.streams.StreamState.Link;
import io.tandem.wire.health.HealthStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The one report there is was stored by pc2 one second after the start. */
class LinksTests {

	private static final Instant NOW = Reports.START.plusSeconds(60);

	private final FleetHealth health = Fleets
		.caughtUp(Fleets.of(List.of(Reports.received("a", HealthStatus.UP, "e", 1, 1))), Reports.START);

	private final Map<String, StreamState> streams = new HashMap<>();

	private final Links links = new Links("mainpc", this.streams::get, this.health, Duration.ofSeconds(5));

	private final IncidentEngine engine = new IncidentEngine(EngineSettings.defaults());

	private EngineState state = this.engine
		.begin(new Topology(new Fleet(List.of("mainpc", "pc2"), List.of()), "mainpc"), List.of());

	LinksTests() {
		link("mainpc", Link.LOCAL, 0);
		link("pc2", Link.CONNECTED, 0);
	}

	@Test
	void aLinkThatIsCutAndComesBackIsToldOnceEach() {
		assertThat(look(0)).isEmpty();
		link("pc2", Link.CUT_OFF, 0);
		assertThat(look(1)).containsExactly(new Observation.LinkLost("pc2"));
		assertThat(look(2)).isEmpty();
		link("pc2", Link.CONNECTED, 0);
		assertThat(look(3)).containsExactly(new Observation.LinkRestored("pc2"));
	}

	@Test
	void historyIsReadOnceAllThatTheStreamHasIsKnownTwice() {
		this.state = this.engine.step(this.state, new Observation.ReplayStarted(Set.of("pc2"), null), NOW).state();
		link("pc2", Link.CONNECTED, 3);
		assertThat(look(0)).isEmpty();
		assertThat(look(1)).isEmpty();
		link("pc2", Link.CONNECTED, 0);
		assertThat(look(2)).isEmpty();
		assertThat(look(3)).containsExactly(new Observation.ReplayEnded("pc2"));
	}

	@Test
	void historyIsNotReadWhileTheMirrorMayNotKnowWhatThereIs() {
		this.state = this.engine.step(this.state, new Observation.ReplayStarted(Set.of("pc2"), null), NOW).state();
		link("pc2", Link.CONNECTED, 0, NOW);
		assertThat(look(3)).isEmpty();
		assertThat(look(4)).isEmpty();
		assertThat(look(5)).isEmpty();
		assertThat(look(6)).containsExactly(new Observation.ReplayEnded("pc2"));
	}

	@Test
	void historyIsNotReadWhileTheNewestMessageIsNotKnown() {
		this.state = this.engine.step(this.state, new Observation.ReplayStarted(Set.of("pc2"), null), NOW).state();
		this.streams.put("pc2", new StreamState(NOW, Link.CONNECTED, NOW.minusSeconds(30), Duration.ZERO, 0, 9, NOW));
		assertThat(look(0)).isEmpty();
		assertThat(look(1)).isEmpty();
	}

	@Test
	void aBrokerThatIsAwayForLongFailsAndWhatFollowsIsHistory() {
		assertThat(look(0)).isEmpty();
		link("mainpc", Link.UNKNOWN, 0);
		link("pc2", Link.UNKNOWN, 0);
		for (int second = 1; second < 6; second++) {
			assertThat(look(second)).isEmpty();
		}
		List<Observation> news = look(6);
		assertThat(news).hasSize(2)
			.contains(new Observation.ReplayStarted(this.health.machines().keySet(), NOW.plusSeconds(1)));
		assertThat(news.getFirst()).isInstanceOfSatisfying(Observation.ServiceTold.class, (told) -> {
			assertThat(told.node()).isEqualTo("broker@mainpc");
			assertThat(told.status()).isEqualTo(HealthStatus.DOWN);
		});
		assertThat(look(7)).isEmpty();
		link("mainpc", Link.LOCAL, 0);
		assertThat(look(8)).singleElement()
			.isInstanceOfSatisfying(Observation.ServiceTold.class,
					(told) -> assertThat(told.status()).isEqualTo(HealthStatus.UP));
	}

	@Test
	void aBrokerIsNotAwayBecauseThisProcessStoodStill() {
		assertThat(look(0)).isEmpty();
		link("mainpc", Link.UNKNOWN, 0);
		assertThat(look(1)).isEmpty();
		assertThat(look(20)).isEmpty();
	}

	@Test
	void aBrokerThatHasNotBeenThereYetDoesNotFail() {
		link("mainpc", Link.UNKNOWN, 0);
		assertThat(look(0)).isEmpty();
		assertThat(look(60)).isEmpty();
	}

	private List<Observation> look(int second) {
		return this.links.look(this.state, NOW.plusSeconds(second));
	}

	private void link(String machine, Link link, long lag) {
		link(machine, link, lag, NOW.minusSeconds(30));
	}

	private void link(String machine, Link link, long lag, Instant since) {
		this.streams.put(machine, new StreamState(NOW, link, since, null, lag, 1, Reports.START.plusSeconds(1)));
	}

}
