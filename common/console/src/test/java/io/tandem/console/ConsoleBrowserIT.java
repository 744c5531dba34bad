package io.tandem.console;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The console in a real browser; skipped where there is no Chromium. */
class ConsoleBrowserIT {

	private static final List<String> PAGES = List.of("/", "/console/agents", "/console/incidents", "/console/failover",
			"/console/failover/pc2/130", "/console/ledger", "/console/partition", "/console/incidents/made-up",
			"/console/agents/pc2/ModelRouter", "/console/campaign", "/console/slo", "/console/slo?window=1h");

	private static RecordedMachine mainpc;

	private static RecordedMachine pc2;

	private static ConfigurableApplicationContext console;

	private static Chromium chromium;

	private static String address;

	@BeforeAll
	static void start(@TempDir Path state, @TempDir Path profile) throws IOException {
		Optional<Path> program = Chromium.find();
		assumeTrue(program.isPresent(), "no Chromium is installed (apt-get install chromium)");
		mainpc = new RecordedMachine("mainpc", "hubdown");
		pc2 = new RecordedMachine("pc2", "hubdown");
		console = ConsoleUnderTest.start("mainpc", "pc2", state, mainpc, pc2);
		address = "http://127.0.0.1:" + console.getEnvironment().getRequiredProperty("local.server.port");
		chromium = Chromium.start(program.get(), profile);
	}

	@AfterAll
	static void stop() {
		if (console != null) {
			chromium.close();
			console.close();
			mainpc.close();
			pc2.close();
		}
	}

	@Test
	void pagesFitAPhoneAskNobodyElseAndHaveNoFault() {
		chromium.look(360, 800, true);
		for (String page : PAGES) {
			chromium.open(address + page);
			assertThat(Integer.parseInt(chromium.text("document.documentElement.scrollWidth"))).as("width of %s", page)
				.isLessThanOrEqualTo(360);
			assertThat(chromium.text("document.querySelectorAll('h1').length")).as("headings of %s", page)
				.isEqualTo("1");
		}
		assertThat(chromium.text("getComputedStyle(document.body).backgroundColor")).as("dark")
			.isEqualTo("rgb(17, 20, 23)");
		assertThat(chromium.requests()).isNotEmpty().allMatch((request) -> request.startsWith(address + "/"));
		assertThat(chromium.problems()).isEmpty();
	}

	@Test
	void chartsAreDrawn() {
		chromium.look(1280, 900, false);
		chromium.open(address + "/console/failover");
		await().atMost(Duration.ofSeconds(10))
			.until(() -> chromium.text("document.querySelectorAll('.plot canvas').length").equals("2"));
	}

	@Test
	void availabilityGoesByKeyboardAndIsToldByMoreThanColour() {
		chromium.look(360, 800, true);
		chromium.open(address + "/console/slo");
		for (String id : List.of("window-1h", "window-24h", "window-7d", "evidence")) {
			for (int i = 0; i < 60 && !chromium.text("document.activeElement.id").equals(id); i++) {
				chromium.tab();
			}
			assertThat(chromium.text("document.activeElement.id")).isEqualTo(id);
		}
		assertThat(chromium.text(
				"[...document.querySelectorAll('.strips svg[role=img]')].every((each) => each.getAttribute('aria-label'))"))
			.isEqualTo("true");
		assertThat(chromium.text(
				"new Set([...document.querySelectorAll('.strips svg rect:not(.judged)')].map((each) => each.getAttribute('height'))).size"))
			.as("heights of bars")
			.isEqualTo("3");
		// a bar that is not as wide as a pixel would not be seen
		assertThat(Double.parseDouble(chromium.text(
				"Math.min(...[...document.querySelectorAll('.strips svg rect')].map((each) => each.getBoundingClientRect().width))")))
			.isGreaterThan(0.9);
	}

	@Test
	void aPageGoesByKeyboardAndKeepsTheFocusOverARefresh() {
		chromium.look(1280, 900, false);
		chromium.open(address + "/");
		chromium.tab();
		assertThat(chromium.text("document.activeElement.className")).isEqualTo("skip");
		for (int i = 0; i < 40 && !chromium.text("document.activeElement.id").startsWith("concern-"); i++) {
			chromium.tab();
		}
		String focused = chromium.text("document.activeElement.id");
		assertThat(focused).startsWith("concern-");
		chromium.text("document.getElementById('page').dataset.old = 'yes'");
		mainpc.tell("transition");
		await().atMost(Duration.ofSeconds(30))
			.until(() -> chromium.text("document.getElementById('page').dataset.old").equals("undefined"));
		assertThat(chromium.text("document.activeElement.id")).isEqualTo(focused);
	}

}
