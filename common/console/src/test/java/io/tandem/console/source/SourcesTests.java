package io.tandem.console.source;

import com.sun.net.httpserver.HttpServer;
import io.tandem.console.source.SourceProperties.Addresses;
import io.tandem.console.source.SourceProperties.Reports;
import io.tandem.service.security.ServiceHttp;
import io.tandem.test.time.MutableClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class SourcesTests {

	private final AtomicInteger requests = new AtomicInteger();

	private final CountDownLatch released = new CountDownLatch(1);

	private volatile String body = "{\"incidents\":[]}";

	private volatile int status = 200;

	private volatile boolean isHeld;

	private HttpServer server;

	private Sources sources;

	@BeforeEach
	void start() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
		this.server.createContext("/", (exchange) -> {
			this.requests.incrementAndGet();
			try (exchange) {
				if (this.isHeld) {
					this.released.await();
				}
				byte[] answer = this.body.getBytes(StandardCharsets.UTF_8);
				exchange.sendResponseHeaders(this.status, answer.length);
				exchange.getResponseBody().write(answer);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
		this.server.start();
		this.sources = sources(Duration.ofNanos(1), Duration.ofSeconds(20), DataSize.ofKilobytes(1));
	}

	@AfterEach
	void stop() {
		this.released.countDown();
		this.sources.close();
		this.server.stop(0);
	}

	@Test
	void anAnswerIsOfNow() {
		Seen<HealthAnswers.Incidents> seen = ask();
		assertThat(seen.isFresh()).isTrue();
		assertThat(seen.value()).isNotNull();
	}

	@Test
	void whatIsLeftOutIsEmpty() {
		this.body = "{\"unknown\":1}";
		assertThat(ask().value()).isEqualTo(new HealthAnswers.Incidents(List.of()));
	}

	@Test
	void theLastAnswerStaysWithWhatIsWrong() {
		Seen<HealthAnswers.Incidents> before = ask();
		this.status = 503;
		this.body = "{\"detail\":\"not now\"}";
		Seen<HealthAnswers.Incidents> seen = ask();
		assertThat(seen.value()).isEqualTo(before.value());
		assertThat(seen.asOf()).isEqualTo(before.asOf());
		assertThat(seen.problem()).isEqualTo("answers 503: not now");
	}

	@Test
	void whatCannotBeReadIsAProblem() {
		this.body = "{\"incidents\":";
		assertThat(ask().problem()).startsWith("answers what cannot be read");
	}

	@Test
	void anAnswerThatIsTooLargeIsAProblem() {
		this.body = "{\"x\":\"" + "x".repeat(2000) + "\"}";
		assertThat(ask().isFresh()).isFalse();
	}

	@Test
	void aServiceThatSaysItIsDownHasAnswered() {
		this.status = 503;
		this.body = "{\"status\":\"DOWN\",\"components\":{\"nats\":{\"status\":\"DOWN\"},\"ping\":{\"status\":\"UP\"}}}";
		Seen<ServiceHealth> seen = this.sources.ask(Question.ofHealth("pc2", Service.HUB)).seen();
		assertThat(seen.isFresh()).isTrue();
		assertThat(seen.value().notUp()).containsExactly("nats");
	}

	@Test
	void whoeverAsksTheSameWaitsForTheSameAnswer() {
		this.isHeld = true;
		Asked<HealthAnswers.Incidents> one = this.sources.ask(question());
		Asked<HealthAnswers.Incidents> other = this.sources.ask(question());
		this.released.countDown();
		assertThat(one.seen().isFresh()).isTrue();
		assertThat(other.seen().isFresh()).isTrue();
		assertThat(this.requests).hasValue(1);
	}

	@Test
	void aPageDoesNotWaitLongerThanItsPatience() {
		this.isHeld = true;
		try (Sources impatient = sources(Duration.ofNanos(1), Duration.ofMillis(50), DataSize.ofKilobytes(1))) {
			assertThat(impatient.ask(question()).seen().problem()).isEqualTo("does not answer within 0.1 s");
			assertThat(impatient.ask(question()).seen().isFresh()).isFalse();
			assertThat(this.requests.get()).isLessThanOrEqualTo(1);
		}
	}

	@Test
	void anAnswerServesOthersForAWhile() {
		try (Sources caching = sources(Duration.ofHours(1), Duration.ofSeconds(20), DataSize.ofKilobytes(1))) {
			caching.ask(question()).seen();
			caching.ask(question()).seen();
			assertThat(this.requests).hasValue(1);
		}
	}

	@Test
	void aReportServesForLongerThanOtherAnswers() {
		Question<HealthAnswers.Incidents> report = report();
		this.sources.ask(report).seen();
		this.sources.ask(report).seen();
		assertThat(this.requests).hasValue(1);
		assertThat(this.sources.remembered(report).isFresh()).isTrue();
	}

	@Test
	void whatWasNeverAskedIsNotRemembered() {
		assertThat(this.sources.remembered(report()).value()).isNull();
		assertThat(this.requests).hasValue(0);
	}

	@Test
	void aReportThatIsWorkedOutAnewIsShownAsItWasForAWhile() {
		MutableClock clock = MutableClock.standing();
		Reports reports = new Reports(Duration.ofSeconds(5), Duration.ofSeconds(20), Duration.ofNanos(1));
		try (Sources sources = sources(clock, reports)) {
			Seen<HealthAnswers.Incidents> before = sources.ask(report()).seen();
			assertThat(before.isFresh()).isTrue();
			this.isHeld = true;
			assertThat(sources.ask(report()).seen()).isEqualTo(before);
			clock.advance(Duration.ofSeconds(1));
			assertThat(sources.ask(report()).seen().problem()).isEqualTo("does not answer within 5.0 s");
		}
	}

	@Test
	void aFileIsHandedOnOrSaysWhyNot() throws IOException {
		this.body = "PK";
		assertThat(this.sources.file("pc2", Service.HUB, "/file")).asString().isEqualTo("PK");
		this.status = 400;
		this.body = "{\"detail\":\"no such window\"}";
		assertThatIOException().isThrownBy(() -> this.sources.file("pc2", Service.HUB, "/file"))
			.withMessage("answers 400: no such window");
		this.server.stop(0);
		assertThatIOException().isThrownBy(() -> this.sources.file("pc2", Service.HUB, "/file"))
			.withMessage("refuses connections");
	}

	@Test
	void nobodyListensThere() {
		this.server.stop(0);
		assertThat(ask().problem()).isEqualTo("refuses connections");
	}

	@Test
	void aMachineWithoutAddressIsNamed() {
		assertThat(
				this.sources.ask(Question.of("pc3", Service.HUB, "/", HealthAnswers.Incidents.class)).seen().problem())
			.isEqualTo("has no address here: set tandem.console.machines.pc3.hub-url");
	}

	private Seen<HealthAnswers.Incidents> ask() {
		return this.sources.ask(question()).seen();
	}

	private static Question<HealthAnswers.Incidents> question() {
		return Question.of("pc2", Service.HEALTH, "/api/v1/incidents", HealthAnswers.Incidents.class);
	}

	private static Question<HealthAnswers.Incidents> report() {
		return Question.ofReport("pc2", Service.HUB, "/api/v1/slo", HealthAnswers.Incidents.class);
	}

	private Sources sources(InstantSource clock, Reports reports) {
		URI address = URI.create("http://127.0.0.1:" + this.server.getAddress().getPort());
		return new Sources(new SourceProperties(true, "mainpc", Map.of("pc2", new Addresses(address, address, address)),
				Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofNanos(1), DataSize.ofKilobytes(1), 10, 10,
				reports), clock, ServiceHttp.unprotected());
	}

	private Sources sources(Duration fresh, Duration patience, DataSize most) {
		URI address = URI.create("http://127.0.0.1:" + this.server.getAddress().getPort());
		return new Sources(
				new SourceProperties(true, "mainpc", Map.of("pc2", new Addresses(address, address, address)), patience,
						Duration.ofSeconds(20), fresh, most, 10, 10,
						new Reports(patience, Duration.ofSeconds(20), Duration.ofSeconds(30))),
				InstantSource.system(), ServiceHttp.unprotected());
	}

}
