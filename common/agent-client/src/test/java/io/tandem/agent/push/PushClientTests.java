package io.tandem.agent.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.tandem.agent.Receiver;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PushClientTests {

	private static final byte[] BODY = { 1, 2, 3 };

	private final HttpClient http = HttpCall.client(Duration.ofSeconds(1));

	private final Receiver gateway = new Receiver();

	private final Receiver hub = new Receiver();

	private final Receiver peer = new Receiver();

	/** Added to the real time, so that rests can be slept through. */
	private final AtomicLong ahead = new AtomicLong();

	@AfterEach
	void close() {
		this.gateway.close();
		this.hub.close();
		this.peer.close();
		this.http.shutdownNow();
	}

	@Test
	void theGatewayIsAskedAloneWhileItTakes() throws Exception {
		assertThat(client().send(BODY)).isEqualTo(new PushOutcome.Accepted("gateway"));
		assertThat(this.gateway.take()).satisfies((request) -> {
			assertThat(request.path()).isEqualTo("/api/v1/write");
			assertThat(request.agent()).isEqualTo("shop");
			assertThat(request.body()).isEqualTo(BODY);
		});
		assertThat(this.hub.requests()).isEmpty();
	}

	@Test
	void whatTheGatewayRefusesGoesToTheHubAndThenToAPeer() throws Exception {
		PushClient client = client();
		this.gateway.answer(503);
		assertThat(client.send(BODY)).isEqualTo(new PushOutcome.Accepted("hub"));
		this.hub.answer(500);
		assertThat(client.send(BODY)).isEqualTo(new PushOutcome.Accepted("peer1"));
		assertThat(this.gateway.requests()).hasSize(1);
		assertThat(this.hub.requests()).hasSize(2);
	}

	@Test
	void aGatewayThatIsNotThereIsLeftAtOnce() throws Exception {
		PushClient client = client(Receiver.nobody(), Duration.ofSeconds(5));
		assertThat(client.send(BODY)).isEqualTo(new PushOutcome.Accepted("hub"));
	}

	@Test
	void aGatewayThatHangsIsLeftAfterTheTimeout() throws Exception {
		this.gateway.hang();
		PushClient client = client(this.gateway.uri(), Duration.ofMillis(200));
		assertThat(client.send(BODY)).isEqualTo(new PushOutcome.Accepted("hub"));
	}

	@Test
	void aPushComesHomeOnceTheGatewayHasRested() throws Exception {
		PushClient client = client();
		this.gateway.answer(503);
		client.send(BODY);
		this.gateway.answer(204);
		assertThat(client.send(BODY)).isEqualTo(new PushOutcome.Accepted("hub"));
		pass(Duration.ofSeconds(2));
		assertThat(client.send(BODY)).isEqualTo(new PushOutcome.Accepted("gateway"));
	}

	@Test
	void aGatewayThatStaysAwayIsAskedEverMoreRarely() throws Exception {
		PushClient client = client();
		this.gateway.answer(503);
		for (int i = 0; i < 8; i++) {
			pass(Duration.ofSeconds(61));
			client.send(BODY);
		}
		int asked = this.gateway.requests().size();
		pass(Duration.ofSeconds(29));
		client.send(BODY);
		assertThat(this.gateway.requests()).hasSize(asked);
		pass(Duration.ofSeconds(32));
		client.send(BODY);
		assertThat(this.gateway.requests()).hasSize(asked + 1);
	}

	@Test
	void whoAsksToWaitIsLeftAloneThatLong() throws Exception {
		PushClient client = client();
		for (Receiver receiver : List.of(this.gateway, this.hub, this.peer)) {
			receiver.answer(503, "30");
		}
		assertThat(client.send(BODY)).isInstanceOfSatisfying(PushOutcome.Unreachable.class, (outcome) -> {
			assertThat(outcome.detail()).isEqualTo("peer1: status 503");
			assertThat(outcome.retryAfter()).isBetween(Duration.ofSeconds(25), Duration.ofSeconds(30));
		});
		pass(Duration.ofSeconds(20));
		assertThat(client.send(BODY)).isInstanceOf(PushOutcome.Unreachable.class);
		assertThat(this.gateway.requests()).hasSize(1);
		assertThat(this.peer.requests()).hasSize(1);
		this.gateway.answer(204);
		pass(Duration.ofSeconds(11));
		assertThat(client.send(BODY)).isEqualTo(new PushOutcome.Accepted("gateway"));
	}

	@Test
	void whileAllRestTheFirstIsTriedAllTheSame() throws Exception {
		PushClient client = client();
		for (Receiver receiver : List.of(this.gateway, this.hub, this.peer)) {
			receiver.answer(500);
		}
		assertThat(client.send(BODY)).isInstanceOf(PushOutcome.Unreachable.class);
		this.gateway.answer(204);
		assertThat(client.send(BODY)).isEqualTo(new PushOutcome.Accepted("gateway"));
	}

	@Test
	void aBodyThatIsAtFaultIsNotOfferedToOthers() throws Exception {
		this.gateway.answer(400);
		assertThat(client().send(BODY)).isEqualTo(new PushOutcome.Rejected("gateway", 400, "because"));
		assertThat(this.hub.requests()).isEmpty();
	}

	@Test
	void aWrongAddressIsAFaultOfTheTarget() throws Exception {
		this.gateway.answer(404);
		assertThat(client().send(BODY)).isEqualTo(new PushOutcome.Accepted("hub"));
	}

	@Test
	void theBudgetEndsWhatHangs() throws Exception {
		this.gateway.hang();
		this.hub.hang();
		PushClient client = client(this.gateway.uri(), Duration.ofSeconds(60));
		long started = System.nanoTime();
		assertThat(client.send(BODY, Duration.ofMillis(300))).isInstanceOf(PushOutcome.Unreachable.class);
		assertThat(System.nanoTime() - started).isLessThan(TimeUnit.SECONDS.toNanos(5));
		assertThat(this.peer.requests()).isEmpty();
	}

	private void pass(Duration time) {
		this.ahead.addAndGet(time.toNanos());
	}

	private PushClient client() {
		return client(this.gateway.uri(), Duration.ofSeconds(5));
	}

	private PushClient client(URI gateway, Duration timeout) {
		URI hub = this.hub.uri();
		return new PushClient(this.http, "shop", new PushTargets(gateway, hub, List.of(this.peer.uri())), timeout,
				() -> System.nanoTime() + this.ahead.get(), () -> 0.5);
	}

}
