package io.tandem.service.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import io.tandem.service.ServiceLauncher;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** What a service answers to whom. */
class AccessTests {

	@TempDir
	static Path directory;

	private static ConfigurableApplicationContext service;

	private static final HttpClient client = HttpClient.newHttpClient();

	@BeforeAll
	static void start() throws IOException {
		Files.writeString(directory.resolve("tokens.json"),
				Tokens.file("agents", "agent-token", Role.AGENT, "ann", "viewer-token", Role.VIEWER, "bob",
						"operator-token", Role.OPERATOR, "pc2.hub", "service-token", Role.SERVICE));
		Files.writeString(directory.resolve("hub.token"), "service-token\n");
		service = launch("--tandem.security.folder=" + directory);
	}

	private static ConfigurableApplicationContext launch(String... args) {
		String[] all = java.util.stream.Stream
			.concat(java.util.stream.Stream.of("--server.port=0", "--tandem.machine=pc2",
					"--tandem.state-directory=" + directory.resolve("state"),
					"--management.endpoints.web.exposure.include=*"), java.util.stream.Stream.of(args))
			.toArray(String[]::new);
		return new SpringApplicationBuilder(Application.class).properties(ServiceLauncher.defaults("edge-hub"))
			.run(all);
	}

	@AfterAll
	static void stop() {
		service.close();
	}

	@ParameterizedTest
	@CsvSource({ "GET, /seen, , 401", "GET, /seen, wrong, 401", "GET, /seen, agent-token, 403",
			"GET, /seen, viewer-token, 200", "GET, /seen, operator-token, 200", "GET, /seen, service-token, 200",
			"POST, /api/v1/write, , 401", "POST, /api/v1/write, viewer-token, 403",
			"POST, /api/v1/write, operator-token, 403", "POST, /api/v1/write, agent-token, 200",
			"POST, /api/v1/write, service-token, 200", "POST, /change, viewer-token, 403",
			"POST, /change, agent-token, 403", "POST, /change, service-token, 403",
			"POST, /change, operator-token, 200", "GET, /actuator/health, , 200",
			"GET, /actuator/health/liveness, , 200", "GET, /actuator/prometheus, , 401",
			"GET, /actuator/env, agent-token, 403", "GET, /actuator/metrics, viewer-token, 200", "GET, /nowhere, , 401",
			"GET, /actuator/health/..;/env, , 401" })
	void eachRoleMayDoItsOwn(String method, String path, String token, int status) throws Exception {
		HttpResponse<String> answer = send(service, method, path, (token != null) ? "Bearer " + token : null);
		assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
		if (status >= 400) {
			assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
			assertThat(answer.body()).contains("urn:tandem:problem:").doesNotContain("-token'");
		}
		assertThat(answer.headers().firstValue("WWW-Authenticate").isPresent()).isEqualTo(status == 401);
	}

	@Test
	void browserSendsATokenAsAPasswordAndOnlyReadsWithIt() throws Exception {
		String basic = "Basic " + Base64.getEncoder().encodeToString("me:operator-token".getBytes());
		assertThat(send(service, "GET", "/seen", basic).statusCode()).isEqualTo(200);
		assertThat(send(service, "POST", "/change", basic).statusCode()).isEqualTo(401);
		assertThat(send(service, "GET", "/seen", "Basic %%%").statusCode()).isEqualTo(401);
		HttpResponse<String> page = client.send(
				HttpRequest.newBuilder(uri(service, "/seen")).header("Accept", "text/html,*/*").build(),
				BodyHandlers.ofString());
		assertThat(page.statusCode()).isEqualTo(401);
		assertThat(page.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Basic ");
	}

	@Test
	void refusedIsCounted() throws Exception {
		double before = refused("unknown-token");
		send(service, "GET", "/seen", "Bearer guess");
		assertThat(refused("unknown-token")).isEqualTo(before + 1);
	}

	@Test
	void whatChangesTheSystemIsAuditedAndNothingElse() throws Exception {
		Path log = directory.resolve("state").resolve("audit.jsonl");
		send(service, "POST", "/change?reason=test-of-audit", "Bearer operator-token");
		send(service, "POST", "/change?reason=test-of-audit", "Bearer viewer-token");
		send(service, "POST", "/change?reason=test-of-audit", "Bearer guess");
		send(service, "GET", "/seen?reason=test-of-audit", "Bearer operator-token");
		assertThat(send(service, "POST", "/change", "Bearer operator-token").body()).isEqualTo("changed by bob");
		List<String> lines = Files.readAllLines(log).stream().filter((line) -> line.contains("test-of-audit")).toList();
		assertThat(lines).hasSize(2);
		assertThat(lines.getFirst()).contains("\"caller\":\"bob\"", "\"status\":200", "\"from\":\"127.0.0.1\"");
		assertThat(lines.getLast()).contains("\"caller\":\"ann\"", "\"status\":403");
		assertThat(String.join("", lines)).doesNotContain("-token");
	}

	@Test
	void environmentShowsNoSecret() throws Exception {
		String environment = send(service, "GET", "/actuator/env", "Bearer viewer-token").body()
				+ send(service, "GET", "/actuator/configprops", "Bearer viewer-token").body();
		assertThat(environment).contains("tandem.security").doesNotContain("service-token");
	}

	@Test
	void clientOfOtherServicesSaysWhoItIs() throws Exception {
		try (HttpClient own = service.getBean(ServiceHttp.class).open(HttpClient.newBuilder())) {
			assertThat(own.send(HttpRequest.newBuilder(uri(service, "/seen")).build(), BodyHandlers.ofString()).body())
				.isEqualTo("seen");
			assertThat(own.sendAsync(HttpRequest.newBuilder(uri(service, "/seen")).build(), BodyHandlers.ofString())
				.get()
				.statusCode()).isEqualTo(200);
		}
	}

	@Test
	void withoutTokensEverybodyOnThisComputerIsAnswered() throws Exception {
		try (ConfigurableApplicationContext open = launch("--server.address=127.0.0.1")) {
			assertThat(send(open, "GET", "/seen", null).statusCode()).isEqualTo(200);
			assertThat(send(open, "POST", "/change", null).body()).isEqualTo("changed by anybody");
			HttpResponse<String> page = client.send(HttpRequest.newBuilder(uri(open, "/change"))
				.header("Sec-Fetch-Site", "cross-site")
				.POST(BodyPublishers.ofString("x"))
				.build(), BodyHandlers.ofString());
			assertThat(page.statusCode()).isEqualTo(403);
			assertThat(page.body()).contains("cross-site");
			assertThat(client
				.send(HttpRequest.newBuilder(uri(open, "/change"))
					.header("Origin", "http://evil.example")
					.POST(BodyPublishers.ofString("x"))
					.build(), BodyHandlers.ofString())
				.statusCode()).isEqualTo(403);
		}
	}

	@ParameterizedTest
	@CsvSource({ "0.0.0.0", "192.0.2.1", "''" })
	void addressThatOthersCanReachNeedsTokens(String address) {
		assertThatThrownBy(() -> launch("--server.address=" + address))
			.hasRootCauseInstanceOf(UnprotectedAddressException.class);
		assertThat(new UnprotectedAddressFailureAnalyzer()
			.analyze(new IllegalStateException(new UnprotectedAddressException(address)))
			.getAction()).contains("./tandem secrets init");
	}

	private static double refused(String reason) {
		return service.getBean(MeterRegistry.class).counter("tandem.security.refused", "reason", reason).count();
	}

	private static HttpResponse<String> send(ConfigurableApplicationContext to, String method, String path,
			String authorization) throws Exception {
		HttpRequest.Builder request = HttpRequest.newBuilder(uri(to, path))
			.method(method, method.equals("GET") ? BodyPublishers.noBody() : BodyPublishers.ofString("x"));
		if (authorization != null) {
			request.header("Authorization", authorization);
		}
		return client.send(request.build(), BodyHandlers.ofString());
	}

	private static URI uri(ConfigurableApplicationContext to, String path) {
		return URI.create("http://127.0.0.1:" + to.getEnvironment().getRequiredProperty("local.server.port") + path);
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import(Controller.class)
	static class Application {

	}

	@RestController
	static class Controller {

		@GetMapping("/seen")
		String seen() {
			return "seen";
		}

		@PostMapping("/change")
		String change(@RequestBody String body, HttpServletRequest request) {
			return "changed by " + request.getRemoteUser();
		}

		@PostMapping("/api/v1/write")
		String write(@RequestBody String body) {
			return "written";
		}

	}

}
