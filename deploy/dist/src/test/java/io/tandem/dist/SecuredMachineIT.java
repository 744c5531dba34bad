package io.tandem.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.tandem.edgehub.EdgeHubService;
import io.tandem.failover.FailoverService;
import io.tandem.http.BearerToken;
import io.tandem.http.FleetTrust;
import io.tandem.http.IdentifiedHttpClient;
import io.tandem.service.ServiceLauncher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A gateway, a hub and a broker with the secrets that {@code ./tandem secrets init}
 * makes: what is tried against them, and their rotation while agents push.
 */
@ExtendWith(OutputCaptureExtension.class)
class SecuredMachineIT {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	@TempDir
	static Path directory;

	private static Path secrets;

	private static Path mine;

	private static Path brokerLog;

	private static Process broker;

	private static int brokerPort;

	private static int leafPort;

	private static ConfigurableApplicationContext hub;

	private static ConfigurableApplicationContext gateway;

	@BeforeAll
	static void start() throws Exception {
		secrets = directory.resolve("secrets");
		mine = secrets.resolve("mainpc");
		secrets("init", "mainpc=127.0.0.1", "pc2=127.0.0.2");
		brokerPort = freePort();
		leafPort = freePort();
		brokerLog = directory.resolve("nats.log");
		Path state = Files.createDirectory(directory.resolve("state"));
		ProcessBuilder builder = new ProcessBuilder("bin/nats").directory(Tool.DEPLOY.toFile())
			.redirectErrorStream(true)
			.redirectOutput(brokerLog.toFile());
		builder.environment().keySet().removeIf((name) -> name.startsWith("TANDEM_"));
		builder.environment()
			.putAll(Map.of("TANDEM_STATE", state.toString(), "TANDEM_MACHINE", "mainpc", "TANDEM_PEERS", "pc2",
					"TANDEM_ADDRESS", "127.0.0.1", "TANDEM_NATS_PORT", "" + brokerPort, "TANDEM_NATS_MONITOR_PORT",
					"" + freePort(), "TANDEM_LEAF_LISTEN", "127.0.0.1:" + leafPort, "TANDEM_NATS_SYNC", "off",
					"TANDEM_SECURITY_FOLDER", mine.toString()));
		broker = builder.start();
		hub = service(EdgeHubService.class, "edge-hub");
		gateway = service(FailoverService.class, "failover",
				"--tandem.delivery.hub-url=" + base(hub) + "/api/v1/write");
	}

	private static ConfigurableApplicationContext service(Class<?> type, String name, String... more) {
		return ServiceLauncher.run(type, name,
				Stream
					.concat(Stream.of("--server.port=0", "--server.address=127.0.0.1", "--tandem.machine=mainpc",
							"--tandem.state-directory=" + directory.resolve(name), "--tandem.security.folder=" + mine,
							"--spring.ssl.bundle.watch.file.quiet-period=1s",
							"--tandem.fleet-file=" + Tool.DEPLOY.resolve("fleet.yaml"),
							"--nats.spring.server=nats://127.0.0.1:" + brokerPort), Stream.of(more))
					.toArray(String[]::new));
	}

	@AfterAll
	static void stop() {
		Stream.of(gateway, hub).filter((service) -> service != null).forEach(ConfigurableApplicationContext::close);
		if (broker != null) {
			broker.destroy();
		}
	}

	@Test
	void whatAStrangerTriesIsRefused() throws Exception {
		Map<String, Integer> answers = new LinkedHashMap<>();
		try (HttpClient stranger = trusting();
				HttpClient agent = client("clients/agent.token");
				HttpClient viewer = client("clients/viewer.token")) {
			answers.put("push without a token", status(stranger, push("/metrics/job/attack").build()));
			answers.put("push with a viewer's token", status(viewer, push("/metrics/job/attack").build()));
			answers.put("read with an agent's token", status(agent, get("/api/v1/routes").build()));
			answers.put("pin a route with a viewer's token",
					status(viewer, json("/api/v1/failover/override", "{}").build()));
			answers.put("health of another machine as an agent",
					status(agent, json("/api/v1/health/relayed/pc2", "{}").build()));
			answers.put("metrics without a token", status(stranger, get("/actuator/prometheus").build()));
			answers.put("a token in the address",
					status(stranger, get("/api/v1/routes?access_token=" + token("clients/operator.token")).build()));
			answers.put("the hash instead of the token",
					status(stranger, get("/api/v1/routes").header("Authorization", "Bearer " + firstHash()).build()));
			answers.put("a page of another site, with an operator's token",
					status(stranger,
							json("/api/v1/failover/override", "{}").header("Sec-Fetch-Site", "cross-site")
								.header("Authorization", "Bearer " + token("clients/operator.token"))
								.build()));
		}
		assertThat(answers).allSatisfy((attack, status) -> assertThat(status).as(attack).isIn(401, 403));
		assertThatThrownBy(
				() -> HttpClient.newHttpClient().send(get("/actuator/health").build(), BodyHandlers.discarding()))
			.as("a certificate that the JDK's CAs have not signed")
			.isInstanceOf(SSLHandshakeException.class);
		URI plain = URI.create("http://127.0.0.1:" + port(gateway) + "/api/v1/routes");
		assertThat(HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(plain).build(), BodyHandlers.discarding())
			.statusCode()).as("without TLS").isEqualTo(400);
	}

	@Test
	void brokerKnowsItsUsersAndWhatEachMayDo() throws Exception {
		String address = "nats://127.0.0.1:" + brokerPort;
		assertThatThrownBy(() -> Nats.connect(Options.builder().server(address).noReconnect().build()))
			.hasMessageContaining("uthorization");
		assertThatThrownBy(
				() -> Nats.connect(Options.builder().server(address).noReconnect().userInfo("hub-a", "guess").build()))
			.hasMessageContaining("uthorization");
		List<String> login = Files.readAllLines(mine.resolve("nats-failover.login"));
		List<String> refused = new CopyOnWriteArrayList<>();
		Options options = Options.builder()
			.server(address)
			.userInfo(login.getFirst().toCharArray(), login.getLast().toCharArray())
			.inboxPrefix("_INBOX.failover.")
			.errorListener(new io.nats.client.ErrorListener() {
				@Override
				public void errorOccurred(Connection connection, String error) {
					refused.add(error);
				}
			})
			.build();
		try (Connection failover = Nats.connect(options)) {
			failover.publish("observability.metrics.mainpc", new byte[0]);
			failover.publish("observability.failover.pc2", new byte[0]);
			failover.publish("$JS.API.STREAM.DELETE.METRICS_MAINPC", new byte[0]);
			failover.subscribe("_INBOX.hub.>");
			failover.subscribe("observability.>");
			failover.flush(Duration.ofSeconds(10));
			await().atMost(PATIENCE).untilAsserted(() -> assertThat(refused).hasSize(5));
		}
		assertThat(leafWithoutTls()).as("a leaf without TLS").doesNotContain("PONG");
	}

	private static String leafWithoutTls() throws IOException {
		try (Socket leaf = new Socket("127.0.0.1", leafPort)) {
			leaf.setSoTimeout(20_000);
			byte[] answer = new byte[4096];
			assertThat(leaf.getInputStream().read(answer)).isPositive();
			leaf.getOutputStream().write("CONNECT {}\r\nPING\r\n".getBytes(StandardCharsets.US_ASCII));
			int length = leaf.getInputStream().read(answer);
			return (length > 0) ? new String(answer, 0, length, StandardCharsets.ISO_8859_1) : "";
		}
		catch (SocketException ex) {
			// let go of at once
			return "";
		}
	}

	@Test
	void rotationLosesNothing(CapturedOutput output) throws Exception {
		AtomicBoolean stopped = new AtomicBoolean();
		AtomicLong taken = new AtomicLong();
		Map<String, Integer> refused = new ConcurrentHashMap<>();
		String oldToken = token("clients/agent.token");
		try (HttpClient agent = client("clients/agent.token"); HttpClient viewer = trusting()) {
			long before = spool(viewer).at("/appended").asLong();
			X509Certificate certificate = certificate();
			Thread pusher = Thread.ofVirtual().start(() -> {
				while (!stopped.get()) {
					try {
						int status = status(agent, push("/metrics/job/rotation").build());
						if (status / 100 == 2) {
							taken.incrementAndGet();
						}
						else {
							refused.merge("status " + status, 1, Integer::sum);
						}
						TimeUnit.MILLISECONDS.sleep(20);
					}
					catch (IOException ex) {
						refused.merge(ex.toString(), 1, Integer::sum);
					}
					catch (InterruptedException ex) {
						return;
					}
				}
			});
			awaitMore(taken);
			secrets("rotate", "begin");
			hangUp();
			String newToken = token("clients/agent.token.next");
			await().atMost(PATIENCE).until(() -> pushedWith(newToken) / 100 == 2);
			long extra = 1;
			await().atMost(PATIENCE)
				.untilAsserted(
						() -> assertThat(certificate().getSerialNumber()).isNotEqualTo(certificate.getSerialNumber()));
			secrets("rotate", "switch");
			awaitMore(taken);
			assertThat(pushedWith(oldToken) / 100).as("the old token until the end").isEqualTo(2);
			extra++;
			secrets("rotate", "finish");
			hangUp();
			await().atMost(PATIENCE).until(() -> statusOf(get("/api/v1/routes"), oldToken) == 401);
			awaitMore(taken);
			stopped.set(true);
			pusher.join();
			assertThat(refused).isEmpty();
			long last = before + taken.get() + extra;
			await().atMost(PATIENCE).untilAsserted(() -> {
				JsonNode spool = spool(viewer);
				assertThat(spool.at("/appended").asLong()).isEqualTo(last);
				assertThat(spool.at("/delivered").asLong()).as("delivered to the hub, and stored").isEqualTo(last);
			});
		}
		assertThat(output.getAll()).doesNotContain(secretValues());
		assertThat(Files.readString(brokerLog)).contains("Reloaded server configuration")
			.doesNotContain("Failed to reload");
	}

	@Test
	void noProcessAndNoLogShowsASecret(CapturedOutput output) throws IOException {
		List<String> shown = new ArrayList<>();
		try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
			for (Path process : processes.filter((path) -> path.getFileName().toString().matches("\\d+")).toList()) {
				try {
					shown.add(Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1));
				}
				catch (IOException | UncheckedIOException ex) {
					// it has ended
				}
			}
		}
		assertThat(String.join("\n", shown)).contains("nats-server").doesNotContain(secretValues());
		assertThat(Files.readString(brokerLog)).contains("Server is ready").doesNotContain(secretValues());
		assertThat(output.getAll()).doesNotContain(secretValues());
	}

	private static String[] secretValues() throws IOException {
		List<String> values = new ArrayList<>();
		try (Stream<Path> files = Files.walk(secrets)) {
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				String name = file.getFileName().toString();
				if (name.contains(".token")) {
					values.add(Files.readString(file).strip());
				}
				else if (name.contains(".login") || name.endsWith(".key")) {
					values.add(Files.readAllLines(file).get(1));
				}
			}
		}
		return values.toArray(String[]::new);
	}

	private static void awaitMore(AtomicLong taken) {
		long enough = taken.get() + 20;
		await().atMost(PATIENCE).until(() -> taken.get() >= enough);
	}

	private static void hangUp() throws IOException, InterruptedException {
		new ProcessBuilder("kill", "-HUP", "" + broker.pid()).start().waitFor();
	}

	private static X509Certificate certificate() throws IOException {
		try (SSLSocket socket = (SSLSocket) FleetTrust.of(mine.resolve("ca.crt"))
			.getSocketFactory()
			.createSocket("127.0.0.1", Integer.parseInt(port(gateway)))) {
			return (X509Certificate) socket.getSession().getPeerCertificates()[0];
		}
	}

	private static JsonNode spool(HttpClient client) throws IOException, InterruptedException {
		return JsonMapper.shared()
			.readTree(client
				.send(get("/api/v1/spool").header("Authorization", "Bearer " + token("clients/viewer.token")).build(),
						BodyHandlers.ofString())
				.body());
	}

	private static int pushedWith(String token) throws IOException, InterruptedException {
		return statusOf(push("/metrics/job/rotation"), token);
	}

	private static int statusOf(HttpRequest.Builder request, String token) throws IOException, InterruptedException {
		try (HttpClient client = trusting()) {
			return status(client, request.header("Authorization", "Bearer " + token).build());
		}
	}

	private static int status(HttpClient client, HttpRequest request) throws IOException, InterruptedException {
		HttpResponse<Void> answer = client.send(request, BodyHandlers.discarding());
		return answer.statusCode();
	}

	private static HttpRequest.Builder push(String path) {
		return get(path).POST(BodyPublishers.ofString("pushed 1\n"));
	}

	private static HttpRequest.Builder json(String path, String body) {
		return get(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
	}

	private static HttpRequest.Builder get(String path) {
		return HttpRequest.newBuilder(URI.create(base(gateway) + path)).timeout(PATIENCE);
	}

	private static HttpClient trusting() throws IOException {
		return HttpClient.newBuilder().sslContext(FleetTrust.of(mine.resolve("ca.crt"))).build();
	}

	private static HttpClient client(String token) throws IOException {
		return new IdentifiedHttpClient(trusting(), new BearerToken(secrets.resolve(token)));
	}

	private static String token(String file) throws IOException {
		return Files.readString(secrets.resolve(file)).strip();
	}

	private static String firstHash() throws IOException {
		return JsonMapper.shared()
			.readTree(Files.readString(mine.resolve("tokens.json")))
			.at("/tokens/0/sha256")
			.asString();
	}

	private static void secrets(String... words) {
		Tool done = Tool.run(Map.of(),
				Stream.concat(Stream.of("python3", "cli/fleet_secrets.py", secrets.toString()), Stream.of(words))
					.toList());
		assertThat(done.code()).as(done.output()).isZero();
	}

	private static String base(ConfigurableApplicationContext service) {
		return "https://127.0.0.1:" + port(service);
	}

	private static String port(ConfigurableApplicationContext service) {
		return service.getEnvironment().getRequiredProperty("local.server.port");
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

}
