package io.tandem.healthsync.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.healthsync.alerting.NodeKind;
import io.tandem.healthsync.alerting.Page;
import io.tandem.healthsync.alerting.Severity;
import io.tandem.healthsync.correlation.RootCause.Suspect;
import io.tandem.healthsync.incident.Answer;
import io.tandem.healthsync.incident.Command.Summarise;
import io.tandem.healthsync.incident.Incident;
import io.tandem.healthsync.incident.Phase;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class IncidentPagesTests {

	private static final Instant AT = Instant.parse("2026-01-01T14:02:00Z");

	@Test
	void aPageKeepsTheNameThatPeopleWereTold() {
		Page page = IncidentPages.of(incident("Store", told("Api", 1), Phase.OPEN)).orElseThrow();
		assertThat(page.node()).isEqualTo("Api");
		assertThat(page.cause()).isEqualTo("AgentFailing");
		assertThat(page.kind()).isEqualTo(NodeKind.AGENT);
		assertThat(page.severity()).isEqualTo(Severity.CRITICAL);
		assertThat(page.summary()).isEqualTo("Store on mainpc fails, and 2 with it");
		assertThat(page.description()).contains("80 % sure; or Api (20 %)", "Failed: Api, Store, Web.");
		assertThat(page.isOpen()).isTrue();
	}

	@Test
	void oneThatCameBackAfterItWasOverIsAnotherPage() {
		assertThat(IncidentPages.of(incident("Store", told("Store", 1), Phase.OPEN)).orElseThrow().incident())
			.isEqualTo("0123456789abcdef");
		assertThat(IncidentPages.of(incident("Store", told("Store", 2), Phase.OPEN)).orElseThrow().incident())
			.isEqualTo("0123456789abcdef.2");
	}

	@Test
	void oneThatNobodyWasToldOfIsNoPage() {
		assertThat(IncidentPages.of(incident("Store", null, Phase.OPEN))).isEmpty();
	}

	@Test
	void aSummarySaysHowManyThereWereAndAreStill() {
		Page page = IncidentPages.of(new Summarise(Set.of("pc2"), AT, AT.plusSeconds(29 * 60),
				List.of(incident("A", null, Phase.CLOSED), incident("B", null, Phase.OPEN))), "mainpc");
		assertThat(page.summary()).isEqualTo("While cut off from pc2, 14:02 to 14:31: 2 incidents, 1 still open");
		assertThat(page.kind()).isEqualTo(NodeKind.SUMMARY);
		assertThat(page.severity()).isEqualTo(Severity.WARNING);
		assertThat(IncidentPages
			.of(new Summarise(Set.of("mainpc", "pc2"), AT, AT, List.of(incident("A", null, Phase.OPEN))), "mainpc")
			.severity()).as("nobody else saw it").isEqualTo(Severity.CRITICAL);
		assertThat(page.description()).startsWith("B (critical, 14:02, open), A (");
		assertThat(IncidentPages
			.of(new Summarise(Set.of("pc2"), AT, AT, List.of(incident("A", null, Phase.CLOSED))), "mainpc")
			.severity()).isEqualTo(Severity.WARNING);
	}

	@Test
	void anIncidentIsTheSameAfterItWasStored() {
		Incident incident = incident("Store", told("Api", 2), Phase.CLOSED);
		JsonMapper json = JsonMapper.shared();
		assertThat(json.readValue(json.writeValueAsString(incident), Incident.class)).isEqualTo(incident);
		assertThat(new IncidentRow(incident).incident()).isEqualTo(incident);
	}

	private static Incident.Told told(String root, int time) {
		return new Incident.Told(root, io.tandem.healthsync.correlation.NodeKind.AGENT, "mainpc", time, AT);
	}

	private static Incident incident(String root, Incident.@Nullable Told told, Phase phase) {
		return new Incident("0123456789abcdef", root, io.tandem.healthsync.correlation.NodeKind.AGENT, "mainpc",
				io.tandem.healthsync.incident.Severity.CRITICAL, phase, AT,
				(phase == Phase.CLOSED) ? AT.plusSeconds(60) : null, Set.of("Store", "Api", "Web"), Set.of("Api"), 0.8,
				List.of(new Suspect("Api", 0.2)), 1, told, new Answer.Acknowledgement("ann", "on it", AT, "pc2"),
				new Answer.Silence("bob", "known", AT.plusSeconds(60), AT, "mainpc"),
				List.of(new Incident.Entry(AT, "Api says DOWN")), AT, null);
	}

}
