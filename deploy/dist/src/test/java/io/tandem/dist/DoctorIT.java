package io.tandem.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code ./tandem doctor} finds and says to do, with real sockets. The other machine
 * is an address of the loopback network that nothing else uses.
 */
class DoctorIT {

	private static final String PEER = "127.0.0.77";

	@TempDir
	Path directory;

	@Test
	void computerIsLookedAtAsItIs() {
		Tool said = doctor(Map.of("TANDEM_JAVA_HOME", System.getProperty("java.home")), "computer");
		assertThat(status(said, "JDK")).isEqualTo("ok");
		assertThat(status(said, "programs")).isEqualTo("ok");
		assertThat(finding(said, "programs").at("/found").asString()).contains("nats-server 2", "prometheus 2");
		assertThat(status(said, "clock")).isNotEqualTo("wrong");
	}

	@Test
	void oldJavaIsNamedWithWhatToDo() throws IOException {
		Files.writeString(this.directory.resolve("release"), "JAVA_VERSION=\"21.0.4\"\n");
		Tool said = doctor(Map.of("TANDEM_JAVA_HOME", this.directory.toString()), "computer");
		assertThat(finding(said, "JDK").toString()).contains("wrong", "21.0.4", "25 or newer", "TANDEM_JAVA_HOME");
	}

	@Test
	void portThatIsTakenIsFoundWithWhoHasIt() throws IOException {
		try (ServerSocket taken = listening("127.0.0.78")) {
			Tool said = doctor(Map.of("TANDEM_ADDRESS", "127.0.0.78", "TANDEM_HUB_PORT", port(taken)), "machine");
			assertThat(finding(said, "port " + port(taken)).toString()).contains("wrong",
					"taken by java (pid " + ProcessHandle.current().pid() + "); edge-hub needs it",
					"TANDEM_PC2_ADDRESS");
			assertThat(finding(said, "supervisor").at("/do").asString()).isEqualTo("./tandem up");
		}
	}

	@Test
	void portThatNobodyAnswersAtIsWrongOnceTheMachineRuns() {
		Tool said = doctor(Map.of("TANDEM_RUNS", "yes", "TANDEM_ADDRESS", "127.0.0.78"), "machine");
		assertThat(finding(said, "port 9090").toString()).contains("wrong", "./tandem ctl pc2 restart prometheus");
		assertThat(status(said, "failover")).isEqualTo("wrong");
	}

	@Test
	void foreignAddressIsRefused() {
		Tool said = doctor(Map.of("TANDEM_ADDRESS", "192.0.2.7"), "machine");
		assertThat(finding(said, "address").toString()).contains("wrong", "no address of this computer", "127.0.0.1");
		assertThat(finding(said, "secrets").toString()).contains("wrong", "./tandem secrets init");
	}

	@Test
	void peerThatIsThereButRunsNothingIsToldFromOneThatRuns() throws IOException {
		Tool nothing = doctor(Map.of("TANDEM_RUNS", "yes"), "machine");
		assertThat(finding(nothing, "way to mainpc").toString()).contains("wrong", "nothing of Tandem runs on it");
		try (ServerSocket gateway = listening(PEER)) {
			answerWithDate(gateway, Duration.ZERO);
			Tool said = doctor(Map.of("TANDEM_FAILOVER_PEERURLS_MAINPC", url(gateway)), "machine");
			assertThat(said.output()).contains(PEER + ":9093 (alertmanager): refused");
			assertThat(status(said, "clock of mainpc")).isEqualTo("ok");
		}
	}

	@Test
	void clockOfThePeerThatIsWrongIsTold() throws IOException {
		try (ServerSocket gateway = listening(PEER)) {
			answerWithDate(gateway, Duration.ofSeconds(-90));
			Tool said = doctor(Map.of("TANDEM_FAILOVER_PEERURLS_MAINPC", url(gateway)), "machine");
			assertThat(finding(said, "clock of mainpc").toString()).containsPattern("wrong.*(89|90|91) s behind.*NTP");
		}
	}

	@Test
	void exitCodeSaysWhetherAnythingIsWrong() throws IOException {
		Path found = this.directory.resolve("found");
		for (String status : List.of("ok", "note", "wrong")) {
			Files.writeString(found, "[{\"where\":\"pc2\",\"what\":\"JDK\",\"status\":\"" + status
					+ "\",\"found\":\"some\",\"do\":\"this\"}]\n");
			for (String form : List.of("words", "json")) {
				Tool said = Tool.run("sh", "-c", "python3 cli/doctor.py " + form + " < " + found);
				assertThat(said.code()).as(said.output()).isEqualTo(status.equals("wrong") ? 1 : 0);
				assertThat(said.output()).contains("this");
			}
		}
	}

	private Tool doctor(Map<String, String> settings, String command) {
		Map<String, String> all = new HashMap<>(Map.of("TANDEM_MACHINE", "pc2", "TANDEM_ADDRESS", "127.0.0.1",
				"TANDEM_STATE", this.directory.toString(), "TANDEM_HOME", this.directory.toString(), "TANDEM_HUB",
				"edge-hub", "TANDEM_PEERS", "mainpc", "TANDEM_PARTITION_PEERS_MAINPC_ADDRESS", PEER));
		all.put("TANDEM_SECRETS", this.directory.resolve("secrets").toString());
		// ports that nothing listens on
		all.putAll(Map.of("TANDEM_HUB_PORT", "1", "TANDEM_FAILOVER_PORT", "2", "TANDEM_HEALTH_SYNC_PORT", "3",
				"TANDEM_NATS_PORT", "4", "TANDEM_NATS_MONITOR_PORT", "5"));
		all.putAll(settings);
		Tool said = Tool.run(all, List.of("python3", "cli/doctor.py", command));
		assertThat(said.code()).as(said.output()).isZero();
		return said;
	}

	private static JsonNode finding(Tool said, String what) {
		return JsonMapper.shared()
			.readTree(said.output())
			.valueStream()
			.filter((each) -> each.at("/what").asString().equals(what))
			.findFirst()
			.orElseThrow(() -> new AssertionError("no finding of " + what + " in " + said.output()));
	}

	private static String status(Tool said, String what) {
		return finding(said, what).at("/status").asString();
	}

	private static ServerSocket listening(String address) throws IOException {
		return new ServerSocket(0, 50, InetAddress.getByName(address));
	}

	private static String port(ServerSocket socket) {
		return Integer.toString(socket.getLocalPort());
	}

	private static String url(ServerSocket socket) {
		return "http://" + PEER + ":" + socket.getLocalPort();
	}

	/** Answers every request as a service whose clock is wrong, until it is closed. */
	private static void answerWithDate(ServerSocket server, Duration ahead) {
		Thread.ofVirtual().start(() -> {
			while (!server.isClosed()) {
				try (Socket socket = server.accept()) {
					if (socket.getInputStream().read() < 0) {
						continue;
					}
					String date = DateTimeFormatter.RFC_1123_DATE_TIME
						.format(ZonedDateTime.now(ZoneOffset.UTC).plus(ahead));
					socket.getOutputStream()
						.write(("HTTP/1.1 200 OK\r\nDate: " + date
								+ "\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")
							.getBytes(StandardCharsets.US_ASCII));
					socket.shutdownOutput();
					socket.getInputStream().readAllBytes();
				}
				catch (IOException ex) {
					if (!server.isClosed()) {
						throw new UncheckedIOException(ex);
					}
				}
			}
		});
	}

}
