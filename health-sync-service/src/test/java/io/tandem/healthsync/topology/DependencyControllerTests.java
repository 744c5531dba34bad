package io.tandem.healthsync.topology;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.startsWith;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.tandem.fleet.FleetAutoConfiguration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.http.MediaType;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;

@WebMvcTest(controllers = DependencyController.class,
		properties = { "spring.mvc.problemdetails.enabled=true", "tandem.fleet-check-interval=0s" })
@ContextConfiguration(classes = { DependencyController.class, FleetAutoConfiguration.class })
class DependencyControllerTests {

	private static final String FLEET = """
			version: 1
			machines: [{name: mainpc}, {name: pc2}]
			agents:
			  - {name: store, machine: mainpc, criticality: critical}
			  - {name: cache, machine: pc2, batch: core, pilot: true, reportInterval: 90s}
			  - {name: reader, machine: pc2, dependsOn: [{agent: store, fallback: none}]}
			  - {name: translator, machine: pc2, dependsOn: [{agent: store, fallback: cache}, reader]}
			  - {name: writer, machine: pc2, criticality: critical, dependsOn: [{agent: store, fallback: self}]}
			  - {name: search, machine: mainpc, dependsOn: [{agent: store, fallback: index}]}
			  - {name: index, machine: mainpc, criticality: critical, dependsOn: [store]}
			""";

	@TempDir
	static Path directory;

	private final MockMvc http;

	@Autowired
	DependencyControllerTests(MockMvc http) {
		this.http = http;
	}

	@DynamicPropertySource
	static void fleetFile(DynamicPropertyRegistry properties) {
		properties.add("tandem.fleet-file", () -> file().toString());
	}

	@BeforeEach
	void writeFleet() {
		write(FLEET);
	}

	@Test
	void nodesEdgesAndWarningsAreShownWithWhereTheyAreFrom() throws Exception {
		show("/api/v1/dependencies").andExpect(status().isOk())
			.andExpect(content().contentType(MediaType.APPLICATION_JSON))
			.andExpect(jsonPath("$.file.path").value(file().toString()))
			.andExpect(jsonPath("$.file.loadedAt").value(endsWith("Z")))
			.andExpect(jsonPath("$.file.stale").value(false))
			.andExpect(jsonPath("$.nodes.length()").value(7))
			.andExpect(content().json("""
					{ "nodes": [
					    { "agent": "store", "machine": "mainpc", "criticality": "critical", "batch": null,
					      "pilot": false, "reportInterval": "PT1M", "dependents": 5, "impact": 4 },
					    { "agent": "cache", "machine": "pc2", "criticality": "standard", "batch": "core",
					      "pilot": true, "reportInterval": "PT1M30S", "dependents": 0, "impact": 0 } ,
					    {}, {}, {}, {}, {} ],
					  "edges": [
					    { "from": "reader", "to": "store", "fallback": "none", "betweenMachines": true },
					    { "from": "translator", "to": "store", "fallback": "cache", "betweenMachines": true },
					    { "from": "translator", "to": "reader", "fallback": "none", "betweenMachines": false },
					    { "from": "writer", "to": "store", "fallback": "self", "betweenMachines": true },
					    { "from": "search", "to": "store", "fallback": "index", "betweenMachines": false },
					    { "from": "index", "to": "store", "fallback": "none", "betweenMachines": false } ],
					  "warnings": [
					    { "line": 9, "kind": "fallback-fails-too", "agent": "search" } ] }
					"""));
	}

	@Test
	void aRefusedFileIsShownBesideWhatHolds() throws Exception {
		show("/api/v1/dependencies").andExpect(jsonPath("$.file.stale").value(false));
		write(FLEET.replace("[store]", "[search]"));
		show("/api/v1/dependencies").andExpect(status().isOk())
			.andExpect(jsonPath("$.file.stale").value(true))
			.andExpect(jsonPath("$.file.refused.at").value(endsWith("Z")))
			.andExpect(jsonPath("$.file.refused.reason").value("the file has faults"))
			.andExpect(jsonPath("$.file.refused.faults[0].line").value(10))
			.andExpect(
					jsonPath("$.file.refused.faults[0].problem").value(startsWith("cycle: search -> index -> search")))
			.andExpect(jsonPath("$.edges[5].to").value("store"));
		write(FLEET);
		show("/api/v1/dependencies").andExpect(jsonPath("$.file.stale").value(false))
			.andExpect(jsonPath("$.file.refused.faults.length()").value(1));
	}

	@Test
	void aDrawingIsAskedForByFormat() throws Exception {
		show("/api/v1/dependencies?format=dot").andExpect(status().isOk())
			.andExpect(content().contentType("text/vnd.graphviz;charset=UTF-8"))
			.andExpect(content().string(startsWith("digraph fleet {")));
		this.http.perform(get("/api/v1/dependencies?format=mermaid").accept("text/html"))
			.andExpect(status().isOk())
			.andExpect(content().contentType("text/vnd.mermaid;charset=UTF-8"))
			.andExpect(content().string(startsWith("flowchart LR")));
		this.http.perform(get("/api/v1/dependencies?format=json").accept("text/vnd.mermaid"))
			.andExpect(status().isOk())
			.andExpect(content().contentType(MediaType.APPLICATION_JSON));
		show("/api/v1/dependencies?format=png").andExpect(status().isBadRequest())
			.andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON))
			.andExpect(jsonPath("$.type").value("urn:tandem:problem:bad-format"))
			.andExpect(jsonPath("$.detail").value(containsString("'png'")));
	}

	@Test
	void aDrawingIsAskedForByAccept() throws Exception {
		this.http.perform(get("/api/v1/dependencies").accept("text/vnd.graphviz"))
			.andExpect(content().contentType("text/vnd.graphviz;charset=UTF-8"))
			.andExpect(content().string(startsWith("digraph fleet {")));
		this.http.perform(get("/api/v1/dependencies").accept("text/vnd.mermaid, application/json;q=0.5"))
			.andExpect(content().contentType("text/vnd.mermaid;charset=UTF-8"));
		this.http.perform(get("/api/v1/dependencies").accept("application/xml", "text/*;q=0"))
			.andExpect(status().isNotAcceptable());
	}

	@ParameterizedTest
	@ValueSource(strings = { "*/*", "application/json", "text/html,application/xhtml+xml,*/*;q=0.8" })
	void otherwiseItIsJson(String accept) throws Exception {
		this.http.perform(get("/api/v1/dependencies").accept(accept.split(",")))
			.andExpect(status().isOk())
			.andExpect(content().contentType(MediaType.APPLICATION_JSON));
	}

	@Test
	void theLossOfAnAgentIsShownWithWhoGoesOn() throws Exception {
		show("/api/v1/dependencies/impact?agent=store").andExpect(status().isOk()).andExpect(content().json("""
				{ "agent": "store", "machine": "mainpc", "total": 4,
				  "direct": ["reader", "search", "index"], "transitive": ["translator"],
				  "byMachine": { "mainpc": ["search", "index"], "pc2": ["reader", "translator"] },
				  "critical": ["index"],
				  "fallingBack": [ { "agent": "writer", "fallback": "self" } ] }
				"""));
		show("/api/v1/dependencies/impact?agent=search").andExpect(status().isOk()).andExpect(content().json("""
				{ "agent": "search", "machine": "mainpc", "total": 0, "direct": [], "transitive": [],
				  "byMachine": { "mainpc": [], "pc2": [] }, "critical": [], "fallingBack": [] }
				"""));
	}

	@Test
	void whoIsNotInTheFileIsAProblem() throws Exception {
		show("/api/v1/dependencies/impact?agent=nobody").andExpect(status().isNotFound())
			.andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON))
			.andExpect(jsonPath("$.type").value("urn:tandem:problem:unknown-agent"))
			.andExpect(jsonPath("$.detail").value(containsString("'nobody'")));
		show("/api/v1/dependencies/impact").andExpect(status().isBadRequest())
			.andExpect(jsonPath("$.type").value("urn:tandem:problem:agent-missing"));
	}

	private ResultActions show(String path) throws Exception {
		return this.http.perform(get(path));
	}

	private static Path file() {
		return directory.resolve("fleet.yaml");
	}

	private static void write(String text) {
		try {
			Files.writeString(file(), text);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
