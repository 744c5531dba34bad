package io.tandem.failover.control.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.delete;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.request;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.tandem.failover.control.AgentDirectory;
import io.tandem.failover.control.ControlProperties;
import io.tandem.failover.control.ControlRig;
import io.tandem.failover.control.Subscribers.Applied;
import io.tandem.service.EventStreams;
import io.tandem.service.Listeners.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.MvcResult;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.databind.json.JsonMapper;

class FailoverControllerTests {

	private final ControlRig rig = new ControlRig();

	private final StateReport report = new StateReport(this.rig.plan, this.rig.latest, this.rig.peers, this.rig.route(),
			this.rig.control, this.rig.clock);

	private final MockMvc http = MockMvcBuilders
		.standaloneSetup(
				new FailoverController(this.report, this.rig.own, this.rig.control, this.rig.plan, this.rig.clock,
						new ControlProperties(Map.of(), Duration.ofHours(24), Duration.ofHours(1), 64),
						JsonMapper.builder().build()),
				new RoutesController(this.report, this.rig.plan, this.rig.latest, this.rig.route(), agents()),
				new StreamController(this.rig.subscribers, this.report, new EventStreams()))
		.setControllerAdvice(new Problems())
		.build();

	/** As Spring Boot has it with problem details switched on. */
	@ControllerAdvice
	static class Problems extends ResponseEntityExceptionHandler {

	}

	private static AgentDirectory agents() {
		return new AgentDirectory() {
			@Override
			public boolean isKnown(String agent) {
				return agent.startsWith("Vision");
			}

			@Override
			public boolean isCritical(String agent) {
				return agent.equals("VisionLead");
			}
		};
	}

	@BeforeEach
	void start() {
		this.rig.control.start();
		Awaitility.await().until(() -> this.rig.active().equals(ControlRig.LOCAL) && this.rig.latest.twin() != null);
	}

	@AfterEach
	void stop() {
		this.rig.close();
	}

	@Test
	void theStateShowsAllThatIsHeld() throws Exception {
		this.http.perform(get("/api/v1/failover/state"))
			.andExpect(status().isOk())
			.andExpect(jsonPath("$.machine", is("pc2")))
			.andExpect(jsonPath("$.route.tier", is("local-hub/pc2")))
			.andExpect(jsonPath("$.route.why", containsString("local-hub/pc2")))
			.andExpect(jsonPath("$.twin", is("peer-hub/mainpc")))
			.andExpect(jsonPath("$.override", nullValue()))
			.andExpect(jsonPath("$.tiers[0].state", is("healthy")))
			.andExpect(jsonPath("$.tiers[0].active", is(true)))
			.andExpect(jsonPath("$.tiers[0].roundTripMillis").isNumber())
			.andExpect(jsonPath("$.tiers[2].tier", is("pushgateway/pc2")))
			.andExpect(jsonPath("$.self.stalls").isNumber())
			.andExpect(jsonPath("$.peers[0].machine", is("mainpc")))
			.andExpect(jsonPath("$.peers[0].nats", nullValue()))
			.andExpect(jsonPath("$.backlogRecords", is(7)));
		this.http.perform(get("/api/v1/failover/view"))
			.andExpect(status().isOk())
			.andExpect(jsonPath("$.route", is("local-hub/pc2")))
			.andExpect(jsonPath("$.tiers.length()", is(2)))
			.andExpect(jsonPath("$.tiers[0].state", is("HEALTHY")));
	}

	@Test
	void routesAreOfTheMachineAndOfAnAgent() throws Exception {
		this.http.perform(get("/api/v1/routes"))
			.andExpect(status().isOk())
			.andExpect(jsonPath("$.tier", is("local-hub/pc2")))
			.andExpect(jsonPath("$.target", containsString("http://127.0.0.1:")))
			.andExpect(jsonPath("$.since").isString())
			.andExpect(jsonPath("$.reason").isString())
			.andExpect(jsonPath("$.plan[3]", is("spool/pc2")))
			.andExpect(jsonPath("$.backlogRecords", is(7)));
		this.http.perform(get("/api/v1/agents/VisionLead/route"))
			.andExpect(jsonPath("$.critical", is(true)))
			.andExpect(jsonPath("$.twin", is("peer-hub/mainpc")));
		this.http.perform(get("/api/v1/agents/VisionHelper/route"))
			.andExpect(jsonPath("$.critical", is(false)))
			.andExpect(jsonPath("$.twin", nullValue()));
		this.http.perform(get("/api/v1/agents/Nobody/route"))
			.andExpect(status().isNotFound())
			.andExpect(jsonPath("$.type", is("urn:tandem:problem:unknown-agent")));
	}

	@Test
	void aHumanTakesOverAndGivesBack() throws Exception {
		override("{\"tier\": \"peer-hub\", \"reason\": \"disk swap\", \"for\": \"PT30M\"}")
			.andExpect(status().isCreated())
			.andExpect(jsonPath("$.tier", is("peer-hub/mainpc")))
			.andExpect(jsonPath("$.reason", is("disk swap")))
			.andExpect(jsonPath("$.until").isString());
		assertThat(this.rig.active()).isEqualTo(ControlRig.PEER);
		this.http.perform(get("/api/v1/failover/state"))
			.andExpect(jsonPath("$.override.tier", is("peer-hub/mainpc")))
			.andExpect(jsonPath("$.override.automation", is("off")));
		override("{\"automation\": \"off\", \"reason\": \"look at it\"}").andExpect(status().isCreated())
			.andExpect(jsonPath("$.tier", nullValue()));
		assertThat(this.rig.active()).isEqualTo(ControlRig.PEER);
		this.http.perform(delete("/api/v1/failover/override")).andExpect(status().isNoContent());
		Awaitility.await().until(() -> this.rig.active().equals(ControlRig.LOCAL));
	}

	@Test
	void everyFaultOfAnOverrideIsNamed() throws Exception {
		override("{\"tier\": \"moon-hub\", \"for\": \"soon\", \"colour\": \"red\"}").andExpect(status().isBadRequest())
			.andExpect(jsonPath("$.type", is("urn:tandem:problem:invalid-override")))
			.andExpect(jsonPath("$.errors[*].field", hasItems("tier", "for", "colour", "reason")));
		override("{\"reason\": \"x\", \"for\": \"PT25H\"}").andExpect(status().isBadRequest())
			.andExpect(jsonPath("$.errors[*].field", hasItems("tier", "for")));
		override(
				"{\"tier\": \"local-hub\", \"automation\": \"off\", \"reason\": 5, \"for\": \"PT1H\", \"until\": \"x\"}")
			.andExpect(status().isBadRequest())
			.andExpect(jsonPath("$.errors[*].field", hasItems("automation", "reason", "until")));
		override("[]").andExpect(status().isBadRequest());
		override("{").andExpect(status().isBadRequest());
		assertThat(this.rig.latest.get().orElseThrow().override()).isNull();
	}

	@Test
	void theStreamBeginsWithTheStateAndGoesOnWithEachChange() throws Exception {
		MvcResult stream = this.http.perform(get("/api/v1/failover/stream"))
			.andExpect(request().asyncStarted())
			.andReturn();
		until(stream, "event:state", "\"machine\":\"pc2\"");
		override("{\"tier\": \"pushgateway\", \"reason\": \"show\"}").andExpect(status().isCreated());
		until(stream, "event:transition", "\"kind\":\"override\"", "route local-hub/pc2 -> pushgateway/pc2");
	}

	@Test
	void tooManyListenersAreTurnedAwayAndSlowOnesLetGo() throws Exception {
		List<Subscription<Applied>> listening = new ArrayList<>();
		for (int i = 0; i < this.rig.subscribers.listeners().most(); i++) {
			listening.add(this.rig.subscribers.listeners().subscribe().orElseThrow());
		}
		this.http.perform(get("/api/v1/failover/stream"))
			.andExpect(status().isServiceUnavailable())
			.andExpect(content().string(containsString("too-many-subscribers")));
		for (int i = 0; i < 70 && !listening.getFirst().isDropped(); i++) {
			override("{\"tier\": \"pushgateway\", \"reason\": \"show\"}").andExpect(status().isCreated());
			this.http.perform(delete("/api/v1/failover/override"));
		}
		assertThat(listening).allMatch(Subscription::isDropped);
		assertThat(this.rig.subscribers.listeners().subscribe()).isPresent();
	}

	private static void until(MvcResult stream, String... texts) {
		Awaitility.await().untilAsserted(() -> assertThat(stream.getResponse().getContentAsString()).contains(texts));
	}

	private ResultActions override(String body) throws Exception {
		return this.http
			.perform(post("/api/v1/failover/override").contentType(MediaType.APPLICATION_JSON).content(body));
	}

}
