package io.tandem.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "tandem.machine=pc2", "tandem.state-directory=target/state", "server.address=127.0.0.1",
				"spring.main.banner-mode=off", "spring.mvc.problemdetails.enabled=true" })
class ProblemAnswersTests {

	@LocalServerPort
	private int port;

	@Test
	void aProblemSaysItsTypeAndWhenToComeBack() throws Exception {
		HttpResponse<String> answer = get("/busy");
		assertThat(answer.statusCode()).isEqualTo(503);
		assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
		assertThat(answer.headers().firstValue("Retry-After")).hasValue("3");
		assertThat(answer.body()).contains("\"type\":\"urn:tandem:problem:store-busy\"").contains("come back later");
	}

	@Test
	void aFaultOfOurOwnTellsNothingOfTheInside() throws Exception {
		HttpResponse<String> answer = get("/fault");
		assertThat(answer.statusCode()).isEqualTo(500);
		assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
		assertThat(answer.body()).contains("urn:tandem:problem:internal-error").doesNotContain("secret");
	}

	@Test
	void anUnknownPathIsAProblem() throws Exception {
		HttpResponse<String> answer = get("/nowhere");
		assertThat(answer.statusCode()).isEqualTo(404);
		assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
	}

	@Test
	void aRequestThatTheContainerEndsIsAProblem() throws IOException {
		try (Socket socket = new Socket("127.0.0.1", this.port)) {
			socket.setSoTimeout(10_000);
			socket.getOutputStream()
				.write(("POST /echo HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: text/plain\r\n"
						+ "Transfer-Encoding: chunked\r\n\r\nnot a chunk\r\n")
					.getBytes(StandardCharsets.US_ASCII));
			assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
				.startsWith("HTTP/1.1 400")
				.contains("application/problem+json");
		}
	}

	@Test
	void aPathThatIsNotUtf8IsAProblem() throws Exception {
		HttpResponse<String> answer = get("/%ff");
		assertThat(answer.statusCode()).isEqualTo(400);
		assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/problem+json");
		assertThat(answer.body()).contains("\"status\":400");
	}

	private HttpResponse<String> get(String path) throws IOException, InterruptedException {
		try (HttpClient client = HttpClient.newHttpClient()) {
			return client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path)).build(),
					BodyHandlers.ofString());
		}
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import(Views.class)
	static class Service {

	}

	@RestController
	static class Views {

		@GetMapping("/busy")
		String busy() {
			throw new ProblemException(HttpStatus.SERVICE_UNAVAILABLE, "store-busy", "come back later",
					Duration.ofMillis(2100));
		}

		@GetMapping("/fault")
		String fault() {
			throw new IllegalStateException("a secret");
		}

		@PostMapping("/echo")
		String echo(@RequestBody String body) {
			return body;
		}

	}

}
