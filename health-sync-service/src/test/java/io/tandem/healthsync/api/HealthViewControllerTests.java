package io.tandem.healthsync.api;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.nullValue;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.tandem.healthsync.presence.FleetPresence;
import io.tandem.healthsync.presence.Presences;
import io.tandem.healthsync.state.FleetHealth;
import io.tandem.healthsync.state.Fleets;
import io.tandem.healthsync.state.Reports;
import io.tandem.healthsync.streams.StreamState;
import io.tandem.healthsync.streams.StreamState.Link;
import io.tandem.healthsync.streams.StreamStates;
import io.tandem.service.MachineProperties;
import io.tandem.test.time.MutableClock;
import io.tandem.wire.health.HealthStatus;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Bean;
import org.springframework.http.MediaType;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;

@WebMvcTest(controllers = HealthViewController.class,
		properties = { "tandem.machine=mainpc", "tandem.peers=pc2", "tandem.state-directory=state",
				"spring.mvc.problemdetails.enabled=true" })
@ContextConfiguration(classes = { HealthViewController.class, HealthViewControllerTests.Known.class })
class HealthViewControllerTests {

	private final MockMvc http;

	@Autowired
	HealthViewControllerTests(MockMvc http) {
		this.http = http;
	}

	@Test
	void bothMachinesAreShownAndHowCurrentTheyAre() throws Exception {
		show("/api/v1/health").andExpect(status().isOk())
			.andExpect(jsonPath("$.asOf").value("2026-01-01T00:01:00Z"))
			.andExpect(jsonPath("$.machine").value("mainpc"))
			.andExpect(jsonPath("$.machines.mainpc.source").value("local"))
			.andExpect(jsonPath("$.machines.mainpc.link").value("LOCAL"))
			.andExpect(jsonPath("$.machines.mainpc.counts.UP").value(0))
			.andExpect(jsonPath("$.machines.mainpc.newestReportAt").value((Object) null))
			.andExpect(jsonPath("$.machines.pc2.source").value("mirror"))
			.andExpect(jsonPath("$.machines.pc2.link").value("CUT_OFF"))
			.andExpect(jsonPath("$.machines.pc2.streamActiveAgeMillis").value(6_000))
			.andExpect(jsonPath("$.machines.pc2.streamLag").value(2))
			.andExpect(jsonPath("$.machines.pc2.newestReportAgeMillis").value(57_000))
			.andExpect(jsonPath("$.machines.pc2.counts.DEGRADED").value(0))
			.andExpect(jsonPath("$.machines.pc2.counts.UNREACHABLE").value(2))
			.andExpect(jsonPath("$.machines.mainpc.asOf").value("2026-01-01T00:01:00Z"))
			.andExpect(jsonPath("$.machines.mainpc.note").value(nullValue()))
			.andExpect(jsonPath("$.machines.pc2.asOf").value("2026-01-01T00:00:54Z"))
			.andExpect(jsonPath("$.machines.pc2.readTo").value(3))
			.andExpect(jsonPath("$.machines.pc2.digest").isString())
			.andExpect(jsonPath("$.digest").isString())
			.andExpect(jsonPath("$.machines.pc2.agents[0].agent").value("a"))
			.andExpect(jsonPath("$.machines.pc2.agents[1].agent").value("b"));
	}

	@Test
	void machineIsShownByItself() throws Exception {
		show("/api/v1/health/pc2").andExpect(status().isOk()).andExpect(jsonPath("$.agents.length()").value(2));
	}

	@Test
	void agentIsShownWithEverythingThatIsKnown() throws Exception {
		show("/api/v1/health/pc2/a").andExpect(status().isOk())
			.andExpect(content()
				.json("""
						{ "asOf": "2026-01-01T00:00:54Z",
						  "note": "showing pc2 as of 2026-01-01T00:00:54Z: nothing is heard of it since",
						  "agent": "a", "status": "UNREACHABLE", "lastKnown": "DEGRADED", "expected": false,
						  "reportIntervalMillis": 60000, "missedPeriods": 0, "silentSince": null, "timestamp": "2026-01-01T00:00:02.980Z",
						  "receivedAt": "2026-01-01T00:00:03Z", "ageMillis": 57000, "clockSkewMillis": 20,
						  "epoch": "e1", "sequence": 4, "metrics": { "load": 0.5 }, "stream": "HEALTH_PC2",
						  "streamSequence": 3, "replayed": false, "received": 1, "missing": 0, "duplicates": 0, "late": 0 }
						"""));
	}

	@Test
	void unknownMachineIsAProblem() throws Exception {
		show("/api/v1/health/pc3").andExpect(status().isNotFound())
			.andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON))
			.andExpect(jsonPath("$.type").value("urn:tandem:problem:unknown-machine"))
			.andExpect(jsonPath("$.detail").value(containsString("mainpc, pc2")));
	}

	@Test
	void unknownAgentIsAProblem() throws Exception {
		show("/api/v1/health/pc2/c").andExpect(status().isNotFound())
			.andExpect(jsonPath("$.type").value("urn:tandem:problem:unknown-agent"));
		show("/api/v1/health/pc3/a").andExpect(status().isNotFound())
			.andExpect(jsonPath("$.type").value("urn:tandem:problem:unknown-machine"));
	}

	private ResultActions show(String path) throws Exception {
		return this.http.perform(get(path));
	}

	@TestConfiguration(proxyBeanMethods = false)
	@EnableConfigurationProperties(MachineProperties.class)
	static class Known {

		@Bean
		Clock clock() {
			return MutableClock.at(Reports.START.plusSeconds(60));
		}

		@Bean
		FleetHealth fleetHealth() {
			return Fleets.of(List.of(Reports.plain("b", 1), Reports.received("a", HealthStatus.DEGRADED, "e1", 4, 3)));
		}

		@Bean
		FleetPresence fleetPresence(FleetHealth health, StreamStates streams, Clock clock) {
			return Presences.of(health, streams, clock);
		}

		@Bean
		StreamStates streamStates(Clock clock) {
			return (machine) -> machine.equals("mainpc")
					? new StreamState(clock.instant(), Link.LOCAL, Reports.START, null, 0, 0, null)
					: new StreamState(clock.instant().minusSeconds(1), Link.CUT_OFF, Reports.START,
							Duration.ofSeconds(5), 2, 10, Reports.START.plusSeconds(3));
		}

	}

}
