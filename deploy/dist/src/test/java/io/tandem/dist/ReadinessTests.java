package io.tandem.dist;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class ReadinessTests {

	private HttpServer service;

	private int status = 200;

	@BeforeEach
	void start() throws IOException {
		this.service = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
		this.service.createContext("/actuator/health/readiness", (exchange) -> {
			exchange.sendResponseHeaders(this.status, -1);
			exchange.close();
		});
		this.service.start();
	}

	@AfterEach
	void stop() {
		this.service.stop(0);
	}

	@Test
	void isWhatTheServiceSays() throws Exception {
		assertThat(Readiness.isReady("127.0.0.1", port(), null)).isTrue();
		this.status = 503;
		assertThat(Readiness.isReady("127.0.0.1", port(), "")).isFalse();
	}

	@Test
	void nobodyIsAFailure() {
		int port = port();
		this.service.stop(0);
		assertThatIOException().isThrownBy(() -> Readiness.isReady("127.0.0.1", port, null));
	}

	private int port() {
		return this.service.getAddress().getPort();
	}

}
