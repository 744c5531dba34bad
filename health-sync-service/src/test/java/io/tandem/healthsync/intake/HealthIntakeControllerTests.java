package io.tandem.healthsync.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasSize;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tandem.healthsync.Json;
import io.tandem.service.MachineProperties;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
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

@WebMvcTest(controllers = HealthIntakeController.class,
		properties = { "tandem.machine=pc2", "tandem.peers=mainpc", "tandem.state-directory=state",
				"spring.mvc.problemdetails.enabled=true", "spring.application.name=test" })
@ContextConfiguration(classes = { HealthIntakeController.class, ReportRequests.class, ReportReader.class,
		IntakeMeters.class, HealthIntakeConfiguration.class, HealthIntakeControllerTests.Store.class })
class HealthIntakeControllerTests {

	private final MockMvc http;

	private final Store store;

	private final MeterRegistry registry;

	@Autowired
	HealthIntakeControllerTests(MockMvc http, Store store, MeterRegistry registry) {
		this.http = http;
		this.store = store;
		this.registry = registry;
	}

	@BeforeEach
	void empty() {
		this.store.stored.clear();
		this.store.storeLimit = Integer.MAX_VALUE;
		this.store.keeper = null;
	}

	@Test
	void reportIsStoredAsItWasSent() throws Exception {
		String report = Json.report("disk-watch", "pc2", "UP", "e1", 7).replace("{\"agent", "{\"room\":\"3b\",\"agent");
		send(report).andExpect(status().isNoContent()).andExpect(content().string(""));
		assertThat(this.store.stored).containsExactly("disk-watch disk-watch/e1/7 " + report);
		assertThat(this.registry.get("tandem.health.intake").tag("outcome", "stored").counter().count()).isPositive();
	}

	@Test
	void arrayIsStoredInItsOrder() throws Exception {
		send("[" + Json.report("a", "pc2", "UP", "e1", 1) + "," + Json.report("b", "pc2", "DOWN", "e1", 1) + "]")
			.andExpect(status().isNoContent());
		assertThat(this.store.stored).hasSize(2).first().asString().startsWith("a a/e1/1 {");
	}

	@Test
	void unnumberedReportHasTheSameIdEachTime() throws Exception {
		String report = Json.report("a", "pc2", "UP");
		send(report);
		send(report);
		assertThat(this.store.stored).hasSize(2);
		assertThat(this.store.stored.get(0)).isEqualTo(this.store.stored.get(1));
	}

	@Test
	void everyFaultyFieldIsNamed() throws Exception {
		problem(send("{\"agent\":\"two words\",\"status\":\"SOSO\",\"timestamp\":\"yesterday\"}"), 400,
				"invalid-health-report")
			.andExpect(jsonPath("$.errors[*].field", contains("agent", "machine", "status", "timestamp", "sequence")));
	}

	@Test
	void faultsOfAnArrayPointIntoIt() throws Exception {
		problem(send("[" + Json.report("a", "pc2", "UP") + ",{\"agent\":\"b\"},7]"), 400, "invalid-health-report")
			.andExpect(jsonPath("$.errors[*].field", contains("machine", "status", "timestamp", "sequence", "body")))
			.andExpect(jsonPath("$.errors[*].report", contains(1, 1, 1, 1, 2)));
		assertThat(this.store.stored).isEmpty();
	}

	@Test
	void anotherMachinesReportIsRefused() throws Exception {
		problem(send(Json.report("a", "mainpc", "UP")), 400, "invalid-health-report")
			.andExpect(jsonPath("$.errors", hasSize(1)))
			.andExpect(jsonPath("$.errors[0].field").value("machine"));
	}

	@Test
	void agentWhoseNameCannotEndASubjectIsRefused() throws Exception {
		for (String agent : List.of(".a", "a.", "a..b")) {
			problem(send(Json.report(agent, "pc2", "UP")), 400, "invalid-health-report")
				.andExpect(jsonPath("$.errors[0].field").value("agent"));
		}
		send(Json.report("shop.api-1", "pc2", "UP")).andExpect(status().isNoContent());
	}

	@Test
	void whatIsNotJsonIsRefused() throws Exception {
		for (String body : List.of("", "{\"agent\":", "nonsense", "\"text\"", "null", "[]", "[[]]")) {
			problem(send(body), 400, "invalid-health-report");
		}
		problem(this.http.perform(post("/api/v1/health").contentType(MediaType.APPLICATION_JSON)
			.content(new byte[] { '{', '"', (byte) 0xff, '"', ':', '1', '}' })), 400, "invalid-health-report");
		assertThat(this.store.stored).isEmpty();
	}

	@Test
	void anotherContentTypeIsRefused() throws Exception {
		this.http
			.perform(post("/api/v1/health").contentType(MediaType.TEXT_PLAIN).content(Json.report("a", "pc2", "UP")))
			.andExpect(status().isUnsupportedMediaType());
	}

	@Test
	void bodyOverTheLimitIsRefused() throws Exception {
		String report = Json.report("a", "pc2", "UP");
		String padded = report + " ".repeat((64 << 10) - report.getBytes(StandardCharsets.UTF_8).length);
		send(padded).andExpect(status().isNoContent());
		problem(send(padded + " "), 413, "health-report-too-large");
	}

	@Test
	void tooManyReportsAreRefused() throws Exception {
		problem(send("[" + String.join(",", Collections.nCopies(501, "{}")) + "]"), 400, "invalid-health-report")
			.andExpect(jsonPath("$.errors", hasSize(1)));
	}

	@Test
	void storeThatIsAwayIsToldWithATime() throws Exception {
		this.store.storeLimit = 1;
		problem(send("[" + Json.report("a", "pc2", "UP") + "," + Json.report("b", "pc2", "UP") + "]"), 503,
				"health-store-unavailable")
			.andExpect(header().string("Retry-After", "2"))
			.andExpect(jsonPath("$.stored").value(1))
			.andExpect(jsonPath("$.total").value(2))
			.andExpect(jsonPath("$.relay").value("mainpc: status 503"));
	}

	@Test
	void answerTellsWhoKeepsWhatThisMachineCouldNotStore() throws Exception {
		this.store.keeper = "mainpc";
		send(Json.report("a", "pc2", "UP", "e1", 1)).andExpect(status().isOk())
			.andExpect(jsonPath("$.storedBy").value("mainpc"));
		assertThat(this.registry.get("tandem.health.intake").tag("outcome", "relayed").counter().count()).isPositive();
	}

	private ResultActions send(String json) throws Exception {
		return this.http.perform(post("/api/v1/health").contentType(MediaType.APPLICATION_JSON).content(json));
	}

	private static ResultActions problem(ResultActions result, int status, String slug) throws Exception {
		return result.andExpect(status().is(status))
			.andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON))
			.andExpect(jsonPath("$.type").value("urn:tandem:problem:" + slug));
	}

	@TestConfiguration(proxyBeanMethods = false)
	@EnableConfigurationProperties(MachineProperties.class)
	static class Store implements ReportStore {

		private final List<String> stored = Collections.synchronizedList(new ArrayList<>());

		private volatile int storeLimit;

		private volatile @Nullable String keeper;

		@Override
		public Outcome store(OwnReport report) {
			if (this.stored.size() >= this.storeLimit) {
				return new Outcome.Refused("away", "mainpc: status 503");
			}
			if (this.keeper != null) {
				return new Outcome.Relayed(this.keeper);
			}
			this.stored.add(report.agent() + " " + report.messageId() + " " + report);
			return new Outcome.Stored();
		}

		@Bean
		MeterRegistry registry() {
			return new SimpleMeterRegistry();
		}

	}

}
