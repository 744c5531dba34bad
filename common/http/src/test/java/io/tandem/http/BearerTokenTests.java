package io.tandem.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BearerTokenTests {

	@TempDir
	Path directory;

	@Test
	void everyRequestCarriesTheTokenThatTheFileHoldsThen() throws Exception {
		Path file = Files.writeString(this.directory.resolve("token"), "one\n");
		List<String> seen = new CopyOnWriteArrayList<>();
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/", (exchange) -> {
			seen.add(exchange.getRequestHeaders().getFirst("Authorization"));
			exchange.sendResponseHeaders(204, -1);
			exchange.close();
		});
		server.start();
		HttpRequest request = HttpRequest
			.newBuilder(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"))
			.build();
		try (HttpClient client = new IdentifiedHttpClient(HttpClient.newHttpClient(), new BearerToken(file))) {
			client.send(request, BodyHandlers.discarding());
			Files.writeString(file, "another\n");
			client.sendAsync(request, BodyHandlers.discarding()).get();
			Files.delete(file);
			assertThatIOException().isThrownBy(() -> client.send(request, BodyHandlers.discarding()));
		}
		finally {
			server.stop(0);
		}
		assertThat(seen).containsExactly("Bearer one", "Bearer another");
	}

	@Test
	void fileWithoutOneTokenIsNamed() throws IOException {
		Path file = Files.writeString(this.directory.resolve("token"), "one two\n");
		assertThatIOException().isThrownBy(() -> new BearerToken(file).header()).withMessageContaining("token");
		assertThatIOException().isThrownBy(() -> FleetTrust.of(file)).withMessageContaining("holds no certificate");
	}

}
