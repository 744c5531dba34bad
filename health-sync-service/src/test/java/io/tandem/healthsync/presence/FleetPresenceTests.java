package io.tandem.healthsync.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tandem.fleet.ReloadingFleet;
import io.tandem.healthsync.relay.Relayed;
import io.tandem.healthsync.relay.RelayedReports;
import io.tandem.healthsync.state.FleetHealth;
import io.tandem.healthsync.state.Fleets;
import io.tandem.healthsync.state.Reports;
import io.tandem.healthsync.streams.StreamState;
import io.tandem.healthsync.streams.StreamState.Link;
import io.tandem.test.time.MutableClock;
import io.tandem.wire.health.HealthStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reports are of pc2's agents, stored one and two seconds after the start. */
class FleetPresenceTests {

	private static final String FLEET = """
			version: 1
			machines: [{name: mainpc}, {name: pc2}]
			agents:
			  - {name: a, machine: pc2, criticality: standard, reportInterval: 60s}
			  - {name: slow, machine: pc2, criticality: standard, reportInterval: 10m}
			  - {name: never, machine: pc2, criticality: standard}
			  - {name: elsewhere, machine: mainpc, criticality: standard}
			""";

	@TempDir
	Path directory;

	private final MutableClock clock = MutableClock.at(Reports.START.plusSeconds(10));

	private final FleetHealth health = Fleets
		.caughtUp(Fleets.of(List.of(Reports.received("a", HealthStatus.DEGRADED, "e", 1, 1),
				Reports.received("slow", HealthStatus.UP, "e", 1, 2),
				Reports.received("stray", HealthStatus.DOWN, "e", 1, 2))), Reports.START);

	private StreamState stream = stream(Link.CONNECTED, Reports.START);

	private final RelayedReports relayed = Relayed.none();

	private FleetPresence presence;

	@BeforeEach
	void readFleet() throws IOException {
		Path file = Files.writeString(this.directory.resolve("fleet.yaml"), FLEET);
		this.presence = new FleetPresence(this.health, (machine) -> this.stream, this.relayed,
				new ReloadingFleet(file, Duration.ofHours(1)), 3, this.clock);
	}

	@Test
	void agentIsWhatItReports() {
		assertThat(this.presence.agents("pc2")).extracting(AgentPresence::agent, AgentPresence::status)
			.containsExactly(row("a", AgentStatus.DEGRADED), row("never", AgentStatus.EXPECTED),
					row("slow", AgentStatus.UP), row("stray", AgentStatus.DOWN));
		assertThat(this.presence.counts("pc2")).containsEntry(AgentStatus.SILENT, 0)
			.containsEntry(AgentStatus.EXPECTED, 1);
		assertThat(this.presence.agent("pc2", "stray")).hasValueSatisfying((agent) -> {
			assertThat(agent.isInFleet()).isFalse();
			assertThat(agent.reportInterval()).isEqualTo(Duration.ofMinutes(1));
		});
	}

	@Test
	void onlyWhoIsKnownOrExpectedThereIsShown() {
		assertThat(this.presence.agent("pc2", "never")).isPresent();
		assertThat(this.presence.agent("pc2", "elsewhere")).isEmpty();
		assertThat(this.presence.agent("mainpc", "elsewhere")).isPresent();
		assertThat(this.presence.agent("pc3", "a")).isEmpty();
		assertThat(this.presence.agents("pc3")).isEmpty();
	}

	@Test
	void threeMissedPeriodsAreSilenceByTheAgentsOwnInterval() {
		at(Duration.ofSeconds(180));
		assertThat(status("a")).isEqualTo(AgentStatus.DEGRADED);
		at(Duration.ofSeconds(182));
		assertThat(status("a")).isEqualTo(AgentStatus.SILENT);
		assertThat(status("slow")).isEqualTo(AgentStatus.UP);
		assertThat(this.presence.agent("pc2", "a")).hasValueSatisfying((agent) -> {
			assertThat(agent.missedPeriods()).isEqualTo(3);
			assertThat(agent.silentSince()).isEqualTo(Reports.START.plusSeconds(1).plusMillis(5));
		});
		at(Duration.ofMinutes(31));
		assertThat(status("slow")).isEqualTo(AgentStatus.SILENT);
		assertThat(status("never")).isEqualTo(AgentStatus.EXPECTED);
	}

	@Test
	void nobodyBehindACutLinkIsSilentOrDown() {
		this.stream = stream(Link.CUT_OFF, Reports.START.plusSeconds(5));
		assertThat(this.presence.agents("pc2")).extracting(AgentPresence::status).containsOnly(AgentStatus.UNREACHABLE);
		at(Duration.ofHours(1));
		assertThat(this.presence.agents("pc2")).extracting(AgentPresence::status).containsOnly(AgentStatus.UNREACHABLE);
		assertThat(this.presence.agent("pc2", "a")).hasValueSatisfying((agent) -> {
			assertThat(agent.health().latest().report().status()).isEqualTo(HealthStatus.DEGRADED);
			assertThat(agent.silentSince()).isNull();
		});
		this.stream = stream(Link.UNKNOWN, Reports.START.plusSeconds(5));
		assertThat(status("a")).isEqualTo(AgentStatus.UNREACHABLE);
	}

	@Test
	void reportThatAnotherMachineKeepsIsShownInSpiteOfTheCut() {
		this.stream = stream(Link.CUT_OFF, Reports.START.plusSeconds(5));
		Relayed.add(this.relayed, Reports.received("a", HealthStatus.UP, "e", 2, 8), "mainpc");
		Relayed.add(this.relayed, Reports.received("fresh", HealthStatus.DOWN, "e", 1, 8), "mainpc");
		assertThat(this.presence.agents("pc2")).extracting(AgentPresence::agent, AgentPresence::status)
			.containsExactly(row("a", AgentStatus.UP), row("fresh", AgentStatus.DOWN),
					row("never", AgentStatus.UNREACHABLE), row("slow", AgentStatus.UNREACHABLE),
					row("stray", AgentStatus.UNREACHABLE));
		assertThat(this.presence.agent("pc2", "a").orElseThrow().latest().report().sequence()).isEqualTo(2);
		assertThat(this.presence.agent("pc2", "fresh")).hasValueSatisfying((agent) -> {
			assertThat(agent.relayed().by()).isEqualTo("mainpc");
			assertThat(agent.health()).isNull();
		});
		at(Duration.ofMinutes(4));
		assertThat(status("a")).isEqualTo(AgentStatus.UNREACHABLE);
	}

	@Test
	void relayedReportIsForgottenOnceTheStreamSaysAsMuch() {
		Relayed.add(this.relayed, Reports.received("a", HealthStatus.UP, "e", 1, 8), "mainpc");
		assertThat(this.presence.agent("pc2", "a").orElseThrow().relayed()).isNull();
		assertThat(this.relayed.agents("pc2")).isEmpty();
	}

	@Test
	void afterALinkIsBackEachAgentHasOnePeriodToReport() {
		at(Duration.ofHours(1));
		this.stream = stream(Link.CONNECTED, this.clock.instant());
		assertThat(status("a")).isEqualTo(AgentStatus.UNREACHABLE);
		at(Duration.ofHours(1).plusSeconds(59));
		assertThat(status("a")).isEqualTo(AgentStatus.UNREACHABLE);
		at(Duration.ofHours(1).plusSeconds(60));
		assertThat(status("a")).isEqualTo(AgentStatus.SILENT);
	}

	@Test
	void nobodyIsJudgedBeforeTheStreamWasRead() {
		FleetHealth unread = Fleets.of(List.of(Reports.plain("a", 1)));
		FleetPresence early = Presences.of(unread, (machine) -> this.stream, this.clock);
		assertThat(early.agent("pc2", "a")).get().extracting(AgentPresence::status).isEqualTo(AgentStatus.UNREACHABLE);
		Fleets.caughtUp(unread, Reports.START.plusSeconds(10));
		assertThat(early.agent("pc2", "a")).get().extracting(AgentPresence::status).isEqualTo(AgentStatus.UP);
	}

	@Test
	void atLeastOnePeriodIsMissed() {
		assertThatIllegalArgumentException().isThrownBy(() -> new PresenceProperties(0))
			.withMessageContaining("missed-periods=0");
	}

	private AgentStatus status(String agent) {
		return this.presence.agent("pc2", agent).orElseThrow().status();
	}

	private void at(Duration sinceStart) {
		this.clock.advance(Duration.between(this.clock.instant(), Reports.START.plus(sinceStart)));
	}

	private static org.assertj.core.groups.Tuple row(String agent, AgentStatus status) {
		return org.assertj.core.groups.Tuple.tuple(agent, status);
	}

	private static StreamState stream(Link link, Instant since) {
		return new StreamState(since, link, since, null, 0, 0, null);
	}

}
