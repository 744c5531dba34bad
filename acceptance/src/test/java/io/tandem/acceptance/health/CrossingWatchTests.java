package io.tandem.acceptance.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.tandem.acceptance.fleet.Site;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CrossingWatchTests {

	private static final String ADDRESS = "127.0.77.2";

	private final AtomicLong sequence = new AtomicLong();

	private final CountDownLatch asked = new CountDownLatch(3);

	private final HttpServer service = start();

	@AfterEach
	void stop() {
		this.service.stop(0);
	}

	@Test
	void aReportIsSeenOnceTheOtherMachineShowsItsSequenceAndNotBefore() throws Exception {
		try (CrossingWatch watch = new CrossingWatch("pc2", new Site("mainpc", ADDRESS, 9000, 1))) {
			CrossingWatch.Expected expected = watch.expect("A", "life", 7);
			assertThat(expected).isNotNull();
			assertThat(watch.expect("B", "life", 7)).as("one at a time").isNull();
			assertThat(this.asked.await(5, TimeUnit.SECONDS)).isTrue();
			expected.answered(true);
			assertThat(watch.crossings()).isEmpty();
			long shown = System.nanoTime();
			this.sequence.set(8);
			Crossing crossing = first(watch);
			assertThat(crossing.seenAt()).isGreaterThan(shown);
			assertThat(crossing.missedAt()).isBetween(crossing.sentAt(), crossing.seenAt());
			assertThat(crossing.latencyMicros()).isGreaterThan(crossing.answerMicros());
			assertThat(crossing.uncertaintyMicros()).isLessThanOrEqualTo(crossing.latencyMicros());
		}
	}

	@Test
	void aReportThatIsNotTakenIsNotMeasured() throws Exception {
		try (CrossingWatch watch = new CrossingWatch("pc2", new Site("mainpc", ADDRESS, 9000, 1))) {
			CrossingWatch.Expected refused = watch.expect("A", "life", 7);
			assertThat(refused).isNotNull();
			refused.answered(false);
			CrossingWatch.Expected next = null;
			for (long deadline = System.nanoTime() + 5_000_000_000L; next == null
					&& System.nanoTime() - deadline < 0;) {
				next = watch.expect("A", "life", 8);
				Thread.onSpinWait();
			}
			assertThat(next).isNotNull();
			assertThat(watch.crossings()).isEmpty();
		}
	}

	private static Crossing first(CrossingWatch watch) {
		long deadline = System.nanoTime() + 5_000_000_000L;
		while (watch.crossings().isEmpty() && System.nanoTime() - deadline < 0) {
			Thread.onSpinWait();
		}
		return watch.crossings().getFirst();
	}

	private HttpServer start() {
		try {
			HttpServer server = HttpServer.create(new InetSocketAddress(ADDRESS, 9300), 0);
			server.createContext("/api/v1/health/pc2/A", (exchange) -> {
				byte[] body = "{\"epoch\":\"life\",\"sequence\":%d}".formatted(this.sequence.get())
					.getBytes(StandardCharsets.UTF_8);
				exchange.sendResponseHeaders(200, body.length);
				exchange.getResponseBody().write(body);
				exchange.close();
				this.asked.countDown();
			});
			server.start();
			return server;
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
