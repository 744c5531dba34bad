package io.tandem.healthsync.incident;

import static io.tandem.wire.health.HealthStatus.DOWN;
import static io.tandem.wire.health.HealthStatus.UP;
import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.wire.health.HealthStatus;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What comes round a machine that is not heard is known at once. */
class RelayedWordTests {

	private final Story story = new Story().goOn(60);

	@Test
	void oneThatIsDownBehindACutCallsAndIsOverWhenItSaysSo() {
		cut();
		this.story.goOn(30);
		relayed("Far", DOWN);
		this.story.goOn(80);
		assertThat(this.story.pages()).containsExactly("link mainpc-pc2", "Far");
		relayed("Far", UP);
		this.story.goOn(40);
		assertThat(this.story.told(Command.Close.class)).extracting((close) -> close.incident().root())
			.containsExactly("Far");
		comesHome();
		assertThat(this.story.pages()).hasSize(2);
		assertThat(this.story.told(Command.Summarise.class)).isEmpty();
	}

	@Test
	void oneThatIsStillDownWhenItsReportsComeHomeStaysTheSameIncident() {
		cut();
		relayed("Far", DOWN);
		this.story.goOn(100);
		String id = incident("Far").id();
		comesHome();
		this.story.goOn(60);
		assertThat(this.story.pages()).containsExactlyInAnyOrder("link mainpc-pc2", "Far");
		assertThat(this.story.told(Command.Summarise.class)).isEmpty();
		assertThat(incident("Far").id()).isEqualTo(id);
		assertThat(incident("Far").wasTold()).isTrue();
	}

	@Test
	void aWordThatComesJustBeforeTheCutIsKnownIsNotPutAside() {
		this.story.muteMachines.add("pc2");
		relayed("Far", DOWN);
		this.story.goOn(3);
		cut();
		assertThat(this.story.goOn(80).pages()).contains("Far");
	}

	@Test
	void whatTheOwnStreamSaidBeforeTheCutStaysPutAside() {
		this.story.is("FarOther", DOWN).goOn(3);
		cut();
		relayed("Far", DOWN);
		assertThat(this.story.goOn(200).pages()).containsExactlyInAnyOrder("link mainpc-pc2", "Far");
	}

	@Test
	void aClockThatIsBehindDoesNotMakeItOld() {
		cut();
		this.story.tell(new Observation.Relayed("Far", "pc2", DOWN, this.story.now().minusSeconds(50)));
		assertThat(this.story.goOn(80).pages()).contains("Far");
	}

	@Test
	void theOwnAgentIsKnownWhileTheOwnBrokerIsAway() {
		this.story.muteMachines.addAll(Set.of("mainpc", "pc2"));
		this.story.tell(new Observation.ServiceTold("broker@mainpc", "mainpc", DOWN, this.story.now(), false, "test"))
			.tell(new Observation.ReplayStarted(Set.of("mainpc", "pc2"), this.story.now()));
		this.story.tell(new Observation.Relayed("Lone", "mainpc", DOWN, this.story.now()));
		assertThat(this.story.goOn(80).pages()).containsExactly("broker@mainpc", "Lone");
	}

	/** Told round, and held back on its own way. */
	private void relayed(String agent, HealthStatus status) {
		this.story.is(agent, status);
		this.story.tell(new Observation.Relayed(agent, "pc2", status, this.story.now()));
	}

	private void cut() {
		this.story.muteMachines.add("pc2");
		this.story.tell(new Observation.LinkLost("pc2"));
	}

	private void comesHome() {
		this.story.tell(new Observation.LinkRestored("pc2")).catchesUp().tell(new Observation.ReplayEnded("pc2"));
	}

	private Incident incident(String root) {
		return this.story.state.active()
			.stream()
			.filter((incident) -> incident.root().equals(root))
			.findFirst()
			.orElseThrow();
	}

}
