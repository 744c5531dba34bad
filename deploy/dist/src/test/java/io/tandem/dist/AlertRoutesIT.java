package io.tandem.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Alertmanager's configuration as it is deployed, by the real {@code amtool}. */
class AlertRoutesIT {

	private static final Map<String, String> MAIL = Map.of("TANDEM_MAIL_SMARTHOST", "mail.example:587",
			"TANDEM_MAIL_FROM", "tandem@example.org", "TANDEM_MAIL_TO", "oncall@example.org");

	@TempDir
	Path directory;

	private Path secrets;

	@BeforeEach
	void makeSecrets() throws IOException {
		this.secrets = Files.createDirectory(this.directory.resolve("secrets"));
	}

	@ParameterizedTest
	@CsvSource({ "warning, alertname=AgentSilent severity=warning machine=pc2 kind=agent node=ErrorBus",
			"degradation, alertname=HubDown severity=degradation machine=pc2 kind=hub node=edge-hub",
			"critical, alertname=MachineDown severity=critical machine=pc2 kind=machine node=pc2",
			"warning, alertname=TandemFailover severity=warning machine=pc2",
			"critical, alertname=TandemFailover severity=critical machine=pc2",
			"summary, alertname=HappenedUnseen severity=warning machine=mainpc kind=summary node=pc2",
			"critical, alertname=HappenedUnseen severity=critical machine=mainpc kind=summary node=mainpc",
			"heartbeat, alertname=TandemAlive severity=none machine=mainpc",
			"warning, alertname=Foreign severity=unheard-of", "warning, alertname=WithoutAny" })
	void everyRowOfTheMatrixGoesToItsReceiver(String receiver, String labels) throws IOException {
		Files.writeString(this.secrets.resolve("slack-url"), "https://hooks.example/T/B/x");
		Tool route = Tool.run(Map.of(),
				Stream.concat(Stream.of("amtool", "config", "routes", "test", "--config.file=" + written(MAIL),
						"--verify.receivers=" + receiver), Stream.of(labels.split(" ")))
					.toList());
		assertThat(route.code()).as(route.output()).isZero();
	}

	@Test
	void everyReceiverCallsWhomTheMatrixSays() throws IOException {
		for (String name : List.of("slack", "sms", "phone", "heartbeat")) {
			Files.writeString(this.secrets.resolve(name + "-url"), "https://" + name + ".example/hook\n");
		}
		for (String name : List.of("pagerduty-oncall-key", "pagerduty-team-key", "sms-token", "mail-password")) {
			Files.writeString(this.secrets.resolve(name), "s3cret-" + name);
		}
		Path file = written(MAIL);
		assertThat(Tool.run("amtool", "check-config", file.toString()).code()).isZero();
		assertThat(Files.readString(file)).as("what can be read from a file is")
			.doesNotContain("s3cret", "slack.example");
		JsonNode warning = receiver(file, "warning");
		assertThat(warning.at("/slack_configs/0/channel").asString()).isEqualTo("#ops-alerts");
		assertThat(warning.at("/slack_configs/0/send_resolved").asBoolean()).isTrue();
		assertThat(warning.at("/email_configs/0/to").asString()).isEqualTo("oncall@example.org");
		assertThat(warning.at("/email_configs/0/auth_password_file").asString()).endsWith("/secrets/mail-password");
		assertThat(warning.propertyNames()).containsExactly("name", "slack_configs", "email_configs");
		JsonNode degradation = receiver(file, "degradation");
		assertThat(degradation.at("/slack_configs/0/channel").asString()).isEqualTo("#ops-critical");
		assertThat(degradation.at("/pagerduty_configs/0/routing_key_file").asString())
			.endsWith("/secrets/pagerduty-oncall-key");
		assertThat(degradation.at("/webhook_configs/0/url").asString()).isEqualTo("https://sms.example/hook");
		assertThat(degradation.at("/webhook_configs/0/http_config/authorization/credentials_file").asString())
			.endsWith("/secrets/sms-token");
		JsonNode critical = receiver(file, "critical");
		assertThat(critical.at("/slack_configs/0/channel").asString()).isEqualTo("#incident-response");
		assertThat(critical.at("/pagerduty_configs/0/routing_key_file").asString())
			.endsWith("/secrets/pagerduty-team-key");
		assertThat(critical.at("/webhook_configs/0/url").asString()).isEqualTo("https://phone.example/hook");
		assertThat(receiver(file, "summary").propertyNames()).as("nobody is called")
			.containsExactly("name", "slack_configs");
		assertThat(receiver(file, "heartbeat").at("/webhook_configs/0/url").asString())
			.isEqualTo("https://heartbeat.example/hook");
	}

	@Test
	void missingEmptyOrWrongSecretTurnsOneReceiverOffAndSaysSo() throws IOException {
		Files.writeString(this.secrets.resolve("slack-url"), "https://slack.example/hook");
		Files.writeString(this.secrets.resolve("pagerduty-team-key"), " \n");
		Files.writeString(this.secrets.resolve("phone-url"), "the phone");
		Tool configured = configure(Map.of());
		assertThat(configured.code()).isZero();
		assertThat(configured.output()).contains(
				"warning: mail is off: TANDEM_MAIL_SMARTHOST, TANDEM_MAIL_FROM and TANDEM_MAIL_TO are not all set",
				"warning: slack #ops-alerts\n",
				"degradation: pagerduty is off: there is no good secret pagerduty-oncall-key in " + this.secrets,
				"critical: pagerduty is off: there is no good secret pagerduty-team-key in ",
				"secrets/phone-url holds no http address", "critical: phone is off: ",
				"critical: slack #incident-response\n", "heartbeat is off: ");
		Path file = written(Map.of());
		assertThat(Tool.run("amtool", "check-config", file.toString()).code()).isZero();
		assertThat(receiver(file, "critical").propertyNames()).containsExactly("name", "slack_configs");
		Files.delete(this.secrets.resolve("slack-url"));
		assertThat(configure(Map.of()).output()).contains("critical: NOBODY IS CALLED, alerts are only shown");
	}

	@Test
	void startsWithAMatrixThatIsWrongAndSaysThatNobodyIsCalled() throws Exception {
		Path matrix = Files.writeString(this.directory.resolve("escalation.toml"), "group_by = ");
		String address = "127." + ThreadLocalRandom.current().nextInt(10, 250) + "."
				+ ThreadLocalRandom.current().nextInt(250) + ".1";
		Path state = Files.createDirectory(this.directory.resolve("machine"));
		Path log = this.directory.resolve("log");
		ProcessBuilder builder = new ProcessBuilder("bin/alertmanager").directory(Tool.DEPLOY.toFile())
			.redirectErrorStream(true)
			.redirectOutput(log.toFile());
		builder.environment()
			.putAll(Map.of("TANDEM_STATE", state.toString(), "TANDEM_ADDRESS", address, "TANDEM_ESCALATION",
					matrix.toString(), "TANDEM_ALERTMANAGER_OPTIONS", "--cluster.settle-timeout=1s"));
		Process process = builder.start();
		try (HttpClient http = HttpClient.newHttpClient()) {
			HttpRequest ready = HttpRequest.newBuilder(URI.create("http://" + address + ":9093/-/ready")).build();
			Awaitility.await()
				.atMost(Duration.ofSeconds(20))
				.ignoreExceptions()
				.until(() -> http.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode() == 200);
			assertThat(Files.readString(log)).contains("NOBODY IS CALLED");
			assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state.resolve("alertmanager.yml"))))
				.isEqualTo("rw-------");
		}
		finally {
			process.destroyForcibly().onExit().join();
		}
	}

	private JsonNode receiver(Path file, String name) throws IOException {
		return JsonMapper.shared()
			.readTree(Files.readString(file))
			.path("receivers")
			.valueStream()
			.filter((receiver) -> receiver.path("name").asString().equals(name))
			.findFirst()
			.orElseThrow();
	}

	private Path written(Map<String, String> environment) throws IOException {
		Tool configured = configure(environment);
		assertThat(configured.code()).as(configured.output()).isZero();
		Path file = this.directory.resolve("alertmanager.yml");
		return Files.writeString(file, configured.output().substring(configured.output().indexOf("{\n")));
	}

	private Tool configure(Map<String, String> environment) {
		return Tool.run(new HashMap<>(environment), List.of("python3", "alertmanager/configure.py",
				"alertmanager/escalation.toml", this.secrets.toString()));
	}

}
