package io.tandem.acceptance.failover;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RelayTests {

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private HttpServer hub;

	private Relay relay;

	private URI address;

	@BeforeEach
	void start() throws IOException {
		InetAddress loopback = InetAddress.getLoopbackAddress();
		this.hub = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
		this.hub.createContext("/", (exchange) -> {
			byte[] body = exchange.getRequestBody().readAllBytes();
			boolean chunked = exchange.getRequestURI().getPath().equals("/chunked");
			exchange.sendResponseHeaders((body.length > 0) ? 200 : 204,
					(body.length > 0) ? (chunked ? 0 : body.length) : -1);
			exchange.getResponseBody().write(body);
			exchange.close();
		});
		this.hub.start();
		InetSocketAddress own;
		try (ServerSocket free = new ServerSocket(0, 1, loopback)) {
			own = new InetSocketAddress(loopback, free.getLocalPort());
		}
		this.relay = new Relay(own, this.hub.getAddress());
		this.address = URI.create("http://127.0.0.1:" + own.getPort());
	}

	@AfterEach
	void stop() throws IOException {
		this.relay.close();
		this.hub.stop(0);
		this.client.close();
	}

	@Test
	void passesWhatItGetsWhateverItsBody() throws Exception {
		assertThat(post("/", "x".repeat(100_000)).body()).hasSize(100_000);
		assertThat(post("/chunked", "abc").body()).isEqualTo("abc");
		assertThat(post("/", "").statusCode()).isEqualTo(204);
	}

	@Test
	void refusesOnTheSameConnectionAndPassesAgain() throws Exception {
		assertThat(post("/", "abc").statusCode()).isEqualTo(200);
		this.relay.mode(Relay.Mode.REFUSE);
		assertThat(post("/", "abc").statusCode()).isEqualTo(503);
		this.relay.mode(Relay.Mode.PASS);
		assertThat(post("/", "abc").statusCode()).isEqualTo(200);
	}

	@Test
	void answersLateOrAHundredTimesSlower() throws Exception {
		post("/", "abc");
		this.relay.mode(Relay.Mode.LATE);
		assertThat(millisOfAPost()).isBetween(300L, 1500L);
		this.relay.mode(Relay.Mode.SLOW);
		assertThat(millisOfAPost()).isGreaterThanOrEqualTo(99);
	}

	private long millisOfAPost() throws Exception {
		long started = System.nanoTime();
		post("/", "abc");
		return (System.nanoTime() - started) / 1_000_000;
	}

	private HttpResponse<String> post(String path, String body) throws Exception {
		return this.client.send(
				HttpRequest.newBuilder(this.address.resolve(path)).POST(BodyPublishers.ofString(body)).build(),
				BodyHandlers.ofString());
	}

}
