package io.tandem.healthsync.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tandem.healthsync.Json;
import io.tandem.healthsync.relay.Relayed;
import io.tandem.healthsync.relay.RelayedStore;
import io.tandem.service.MachineProperties;
import org.junit.jupiter.api.BeforeEach;
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

/** The machine is mainpc; pc2 has it keep reports. */
@WebMvcTest(controllers = RelayedIntakeController.class,
		properties = { "tandem.machine=mainpc", "tandem.peers=pc2", "tandem.state-directory=state",
				"spring.mvc.problemdetails.enabled=true", "spring.application.name=test" })
@ContextConfiguration(classes = { RelayedIntakeController.class, ReportRequests.class, ReportReader.class,
		IntakeMeters.class, HealthIntakeConfiguration.class, RelayedIntakeControllerTests.Broker.class })
class RelayedIntakeControllerTests {

	private final MockMvc http;

	private final Relayed broker;

	@Autowired
	RelayedIntakeControllerTests(MockMvc http, Relayed broker) {
		this.http = http;
		this.broker = broker;
	}

	@BeforeEach
	void empty() {
		this.broker.stored().clear();
		this.broker.broker("there");
	}

	@Test
	void reportIsKeptUnderTheIdItWouldHaveHadAtHome() throws Exception {
		String report = Json.report("disk-watch", "pc2", "UP", "e1", 7);
		send("pc2", report).andExpect(status().isOk())
			.andExpect(jsonPath("$.storedBy").value("mainpc"))
			.andExpect(jsonPath("$.stream").value("STREAM"))
			.andExpect(jsonPath("$.sequence").value(1));
		assertThat(this.broker.stored())
			.containsExactly("observability.relayed.mainpc.pc2.disk-watch disk-watch/e1/7 - " + report);
	}

	@Test
	void ownAndUnknownMachinesReportsAreNotKept() throws Exception {
		for (String machine : new String[] { "mainpc", "pc3" }) {
			problem(send(machine, Json.report("a", machine, "UP")), 404, "unknown-machine");
		}
		problem(send("pc2", Json.report("a", "mainpc", "UP")), 400, "invalid-health-report")
			.andExpect(jsonPath("$.errors[0].field").value("machine"));
		assertThat(this.broker.stored()).isEmpty();
	}

	@Test
	void arrayIsKeptUnderTheSameIdsInItsOrder() throws Exception {
		send("pc2", "[" + Json.report("a", "pc2", "UP", "e1", 1) + "," + Json.report("b", "pc2", "UP", "e1", 2) + "]")
			.andExpect(status().isOk())
			.andExpect(jsonPath("$.sequence").value(2));
		assertThat(this.broker.stored()).hasSize(2).last().asString().contains("relayed.mainpc.pc2.b b/e1/2 - ");
	}

	@Test
	void whatTheOwnStreamDoesNotTakeGoesNowhereElse() throws Exception {
		for (String state : new String[] { "away", "full" }) {
			this.broker.broker(state);
			problem(send("pc2", Json.report("a", "pc2", "UP", "e1", 1)), 503, "health-store-unavailable")
				.andExpect(jsonPath("$.stored").value(0))
				.andExpect(jsonPath("$.total").value(1));
		}
	}

	private ResultActions send(String machine, String json) throws Exception {
		return this.http
			.perform(post("/api/v1/health/relayed/" + machine).contentType(MediaType.APPLICATION_JSON).content(json));
	}

	private static ResultActions problem(ResultActions result, int status, String slug) throws Exception {
		return result.andExpect(status().is(status))
			.andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON))
			.andExpect(jsonPath("$.type").value("urn:tandem:problem:" + slug));
	}

	@TestConfiguration(proxyBeanMethods = false)
	@EnableConfigurationProperties(MachineProperties.class)
	static class Broker {

		@Bean
		Relayed relayed() {
			return new Relayed();
		}

		@Bean
		RelayedStore relayedStore(Relayed relayed) {
			return relayed.store("mainpc");
		}

		@Bean
		MeterRegistry registry() {
			return new SimpleMeterRegistry();
		}

	}

}
