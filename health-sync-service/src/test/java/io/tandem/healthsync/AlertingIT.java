package io.tandem.healthsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.api.StreamInfoOptions;
import io.tandem.healthsync.alerting.NodeKind;
import io.tandem.healthsync.alerting.Page;
import io.tandem.healthsync.alerting.Pager;
import io.tandem.healthsync.alerting.Severity;
import io.tandem.test.nats.NatsPair;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both machines' services and meshed Alertmanagers, as deployed, and who is called. */
class AlertingIT {

	private static final Duration TWENTY_SECONDS = Duration.ofSeconds(20);

	/** Longer than a member of the mesh waits for another one's word. */
	private static final Duration QUIET = Duration.ofSeconds(3);

	@TempDir
	private static Path directory;

	private static CalledPeople people;

	private static DeployedAlertmanager first;

	private static DeployedAlertmanager second;

	private static NatsPair nats;

	private static RunningService mainpc;

	private static RunningService pc2;

	@BeforeAll
	static void start() throws Exception {
		people = new CalledPeople();
		Path secrets = Files.createDirectory(directory.resolve("secrets"));
		Files.writeString(secrets.resolve("slack-url"), people.url("slack"));
		Files.writeString(secrets.resolve("sms-url"), people.url("sms") + "\n");
		Files.writeString(secrets.resolve("phone-url"), people.url("phone"));
		String net = "127." + ThreadLocalRandom.current().nextInt(10, 250) + "."
				+ ThreadLocalRandom.current().nextInt(250) + ".";
		first = new DeployedAlertmanager(directory.resolve("first"), net + "1", net + "2");
		second = new DeployedAlertmanager(directory.resolve("second"), net + "2", net + "1");
		nats = NatsPair.start();
		String[] settings = { "--tandem.alerting.alertmanager-urls=" + first.url() + "," + second.url(),
				"--tandem.alerting.repeat=2s", "--tandem.alerting.escalation.warning=3s",
				"--tandem.alerting.escalation.degradation=3s" };
		mainpc = RunningService.start("mainpc", "pc2", nats.mainpc(), directory, settings);
		pc2 = RunningService.start("pc2", "mainpc", nats.pc2(), directory, settings);
		first.awaitMembers(2);
		second.awaitMembers(2);
	}

	@AfterAll
	static void stop() {
		for (AutoCloseable part : Arrays.asList(pc2, mainpc, nats, second, first, people)) {
			try {
				if (part != null) {
					part.close();
				}
			}
			catch (Exception ex) {
				ex.printStackTrace();
			}
		}
	}

	@Test
	void whatBothMachinesTellOfCallsPeopleOnceAndEndsOnce() throws Exception {
		Page here = page("Acknowledged", "mainpc-1", Severity.WARNING).acknowledged("ada", Instant.now());
		Page there = page("Acknowledged", "pc2-1", Severity.WARNING).acknowledged("ada", Instant.now());
		tell(here, there);
		awaitCalls("Acknowledged", "FIRING #ops-alerts");
		tell(here.ended(Instant.now()), there.ended(Instant.now()));
		awaitCalls("Acknowledged", "FIRING #ops-alerts", "RESOLVED #ops-alerts");
		staySo("Acknowledged", 2);
		await().atMost(TWENTY_SECONDS).until(() -> stored("mainpc", "EVENTS_MAINPC") >= 3);
		assertThat(mainpc.get("/actuator/prometheus").body()).contains("tandem_alerting_alerts_total",
				"tandem_alerting_receiver_failing", "tandem_alerting_dropped_pages_total", "tandem_alerting_pages");
	}

	@Test
	void whatNobodyAcknowledgesReachesEachLevelOnceAndEndsAtEachOnce() {
		Page here = page("Unheard", "mainpc-2", Severity.WARNING);
		Page there = page("Unheard", "pc2-2", Severity.WARNING);
		tell(here, there);
		awaitCalls("Unheard", "FIRING #ops-alerts");
		awaitCalls("Unheard", "FIRING #ops-alerts", "FIRING #ops-critical", "FIRING sms");
		String[] all = { "FIRING #ops-alerts", "FIRING #ops-critical", "FIRING sms", "FIRING #incident-response",
				"FIRING phone" };
		awaitCalls("Unheard", all);
		tell(here.ended(Instant.now()), there.ended(Instant.now()));
		await().atMost(TWENTY_SECONDS).until(() -> people.calls("Unheard").size() >= 2 * all.length);
		staySo("Unheard", 2 * all.length);
		assertThat(people.calls("Unheard").subList(all.length, 2 * all.length)).containsExactlyInAnyOrder(
				Arrays.stream(all).map((call) -> call.replace("FIRING", "RESOLVED")).toArray(String[]::new));
	}

	@Test
	void withOneAlertmanagerGonePeopleAreStillCalledOnce() throws Exception {
		second.kill();
		try {
			Page here = page("OneGone", "mainpc-3", Severity.CRITICAL);
			Page there = page("OneGone", "pc2-3", Severity.CRITICAL);
			tell(here, there);
			awaitCalls("OneGone", "FIRING #incident-response", "FIRING phone");
			await().atMost(TWENTY_SECONDS)
				.until(() -> mainpc.get("/actuator/prometheus")
					.body()
					.lines()
					.anyMatch((line) -> line.startsWith("tandem_alerting_receiver_failing{") && line.endsWith(" 1.0")));
			second.start();
			second.awaitMembers(2);
			await().atMost(TWENTY_SECONDS).ignoreExceptions().until(() -> second.json("/api/v2/alerts").size() > 0);
			// it has the log of notifications from the other one, so it stays silent
			staySo("OneGone", 2);
			// what it may still be about to notify of must not mix with the end
			second.kill();
			tell(here.ended(Instant.now()), there.ended(Instant.now()));
			await().atMost(TWENTY_SECONDS).until(() -> people.calls("OneGone").size() >= 4);
			staySo("OneGone", 4);
		}
		finally {
			second.ensureStarted();
		}
	}

	@Test
	void machineThatIsGoneHidesItsAgents() {
		Page machine = new Page("mainpc-4", "MachineDown", NodeKind.MACHINE, "mainpc", "mainpc", Severity.CRITICAL,
				Instant.now(), null, "mainpc is gone", "for a test", null, null);
		Page agent = new Page("mainpc-5", "HiddenAgent", NodeKind.AGENT, "mainpc", "ErrorBus", Severity.CRITICAL,
				Instant.now(), null, "ErrorBus is silent", "for a test", null, null);
		tell(machine, machine);
		tell(agent, agent);
		awaitCalls("MachineDown", "FIRING #incident-response", "FIRING phone");
		await().atMost(TWENTY_SECONDS)
			.ignoreExceptions()
			.untilAsserted(() -> assertThat(first.json("/api/v2/alerts?filter=alertname=HiddenAgent")).singleElement()
				.satisfies((alert) -> assertThat(alert.at("/status/state").asString()).isEqualTo("suppressed")));
		tell(agent.ended(Instant.now()), agent.ended(Instant.now()));
		tell(machine.ended(Instant.now()), machine.ended(Instant.now()));
		await().atMost(TWENTY_SECONDS).until(() -> people.calls("MachineDown").size() == 4);
		assertThat(people.calls("HiddenAgent")).isEmpty();
	}

	@Test
	void saysAtTheStartWhichReceiversAreOff() throws Exception {
		assertThat(first.log())
			.contains("alertmanager: warning: slack #ops-alerts",
					"alertmanager: critical: slack #incident-response, phone")
			.anyMatch((line) -> line.startsWith(
					"alertmanager: degradation: pagerduty is off: there is no good secret pagerduty-oncall-key in "));
	}

	private static void tell(Page here, Page there) {
		mainpc.bean(Pager.class).tell(here);
		pc2.bean(Pager.class).tell(there);
	}

	private static void awaitCalls(String cause, String... calls) {
		await().atMost(TWENTY_SECONDS)
			.untilAsserted(() -> assertThat(people.calls(cause)).hasSizeGreaterThanOrEqualTo(calls.length));
		assertThat(people.calls(cause)).containsExactlyInAnyOrder(calls);
	}

	/** Fails if there are more calls within a while. */
	private static void staySo(String cause, int calls) {
		await().during(QUIET)
			.atMost(TWENTY_SECONDS)
			.failFast("called too often", () -> assertThat(people.calls(cause)).hasSizeLessThanOrEqualTo(calls))
			.untilAsserted(() -> assertThat(people.calls(cause)).hasSize(calls));
	}

	private static Page page(String cause, String incident, Severity severity) {
		return new Page(incident, cause, NodeKind.AGENT, "pc2", "ErrorBus", severity, Instant.now(), null,
				"ErrorBus is silent", "for a test", null, null);
	}

	private static long stored(String machine, String stream) throws Exception {
		try (Connection reader = Nats.connect(nats.mainpc().url())) {
			return reader.jetStreamManagement()
				.getStreamInfo(stream, StreamInfoOptions.filterSubjects("observability.alerts.urgent." + machine))
				.getStreamState()
				.getSubjectMap()
				.values()
				.stream()
				.mapToLong(Long::longValue)
				.sum();
		}
	}

}
