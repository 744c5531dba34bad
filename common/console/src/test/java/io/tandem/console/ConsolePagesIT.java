package io.tandem.console;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/** The pages over HTTP, with what two machines answered when pc2's hub was stopped. */
class ConsolePagesIT {

	private static final Pattern ADDRESS = Pattern.compile("(?:https?:)?//[\\w.-]+");

	private static RecordedMachine mainpc;

	private static RecordedMachine pc2;

	private static ConfigurableApplicationContext console;

	private static final HttpClient client = HttpClient.newHttpClient();

	@BeforeAll
	static void start(@TempDir Path state) throws IOException {
		mainpc = new RecordedMachine("mainpc", "hubdown");
		pc2 = new RecordedMachine("pc2", "hubdown");
		console = ConsoleUnderTest.start("mainpc", "pc2", state, mainpc, pc2);
	}

	@AfterAll
	static void stop() {
		console.close();
		mainpc.close();
		pc2.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/console/agents", "/console/agents/pc2/ModelRouter", "/console/incidents",
			"/console/incidents/unknown", "/console/incidents/made-up", "/console/failover",
			"/console/failover?kind=route", "/console/failover/pc2/130", "/console/failover/nowhere/1",
			"/console/ledger", "/console/partition", "/console/campaign", "/console/slo", "/slo",
			"/console/slo?window=1h", "/console/slo?window=%3Cscript%3E" })
	void aPageNeedsNothingFromElsewhere(String path) throws Exception {
		HttpResponse<String> page = get(path);
		assertThat(page.statusCode()).isEqualTo(200);
		assertThat(page.headers().firstValue("Content-Security-Policy")).hasValueSatisfying(
				(policy) -> assertThat(policy).startsWith("default-src 'self';").doesNotContain("http"));
		assertThat(page.body()).contains("<title>", "id=\"page\"").doesNotContain("th:");
		assertThat(ADDRESS.matcher(page.body().replaceAll("target=\"[^\"]*\"", ""))
			.results()
			.map((found) -> found.group())).as("addresses on the page").isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/console/console.css", "/console/console.js", "/console/icon.svg",
			"/webjars/htmx.org/dist/htmx.min.js", "/webjars/htmx-ext-sse/sse.js",
			"/webjars/uplot/dist/uPlot.iife.min.js", "/webjars/uplot/dist/uPlot.min.css" })
	void whatAPageNeedsIsHere(String path) throws Exception {
		assertThat(get(path).statusCode()).isEqualTo(200);
	}

	@Test
	void theOverviewSaysWhatIsDegradedSinceWhenAndWhy() throws Exception {
		assertThat(get("/").body()).contains("pc2&#39;s records go to peer-hub/mainpc",
				"local-hub/pc2 refused 4 tries in a row within 128 ms", "Incident: hub@pc2");
	}

	@Test
	void aDecisionIsShownWithItsEvidence() throws Exception {
		assertThat(get("/console/failover/pc2/130").body()).contains("local-hub/pc2 → peer-hub/mainpc", "refused-run",
				"What was seen");
	}

	@Test
	void anIncidentIsShownWithItsGraph() throws Exception {
		assertThat(get("/console/incidents/made-up").body()).contains("with a confidence of 93 %", "<svg",
				"box failing root", "href=\"/console/agents/mainpc/ServiceRegistry\"");
	}

	@Test
	void anAgentIsShownWithItsFigures() throws Exception {
		assertThat(get("/console/agents/pc2/ModelRouter").body()).contains("Last report", "data-values=\"[[",
				"Needed by");
	}

	@Test
	void aCampaignSaysWhatItWaitsFor() throws Exception {
		assertThat(get("/console/campaign").body()).contains("2 of 4 steps are done", "31 % worse than before",
				">no-go<");
	}

	@Test
	void aCampaignSaysWhatWasDecidedOfEachWeekAndWhoApproved() throws Exception {
		assertThat(get("/console/campaign").body()).contains("What was decided",
				"6.55 ms, to be at most 5 ms, or 10.0 % more than on the old path; ModelRouter waits", ">not approved<",
				"approved by ann at 26 Nov 23:00:00: the pilot is fine", ">the health-sync-service does not answer<");
	}

	@Test
	void availabilityIsShownWithEveryOutageAndFigure() throws Exception {
		String page = get("/console/slo").body();
		assertThat(page).contains("99.9555 %", ">missed<", "nothing left of 3 min 47 s; 119 % of it is used",
				"22 s so far", "not explained", "nobody looked", "failover on pc2: pc2&#39;s records went to spool/pc2",
				"No answer of the observer on pc2: request timed out", "10 met, 2 missed, 2 unknown",
				"nobody has said of the calls in the window which of them were right",
				"href=\"/api/v1/slo/evidence?window=7d\"");
		assertThat(page).containsSubsequence("id=\"window-7d\"", "aria-current=\"true\"", ">7 d<");
		assertThat(get("/console/slo?window=1h").body()).containsSubsequence("id=\"window-1h\"",
				"aria-current=\"true\"", ">1 h<", "evidence?window=1h");
	}

	@Test
	void everyPageLeadsToAvailability() throws Exception {
		assertThat(get("/").body()).contains("href=\"/console/slo\"");
		assertThat(get("/console/slo").body()).containsSubsequence("id=\"nav-Availability\"", "aria-current=\"page\"");
	}

	@Test
	void theEvidenceIsHandedOn() throws Exception {
		HttpResponse<String> answer = get("/console/slo/evidence?window=24h");
		assertThat(answer.statusCode()).isEqualTo(200);
		assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/zip");
		assertThat(answer.body()).startsWith("PK");
	}

	@Test
	void allAgentsHaveACell() throws Exception {
		assertThat(Pattern.compile("class=\"cell ").matcher(get("/console/agents").body()).results().count())
			.isEqualTo(77);
	}

	@Test
	void aBrowserIsToldWhenAServiceTellsOfAChange() throws Exception {
		String port = console.getEnvironment().getRequiredProperty("local.server.port");
		HttpResponse<Stream<String>> stream = client.send(
				HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/console/events")).build(),
				BodyHandlers.ofLines());
		try (Stream<String> lines = stream.body()) {
			mainpc.tell("transition");
			assertThat(lines.filter((line) -> line.startsWith("event:")).limit(2)).containsExactly("event:state",
					"event:changed");
		}
	}

	@Test
	void aNameThatWasTypedIsNotMarkup() throws Exception {
		assertThat(get("/console/agents/pc2/%3Cscript%3Ealert(1)%3C%2Fscript%3E").body())
			.doesNotContain("<script>alert");
	}

	private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
		String port = console.getEnvironment().getRequiredProperty("local.server.port");
		return client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
				BodyHandlers.ofString());
	}

}
