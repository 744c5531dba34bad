package io.tandem.agent.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tandem.agent.Receiver;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BufferedPushTests {

	private static final Duration LONG = Duration.ofSeconds(10);

	private final HttpClient http = HttpCall.client(Duration.ofSeconds(1));

	private final Receiver gateway = new Receiver();

	private final PushClient client = new PushClient(this.http, "shop",
			new PushTargets(this.gateway.uri(), null, List.of()), Duration.ofSeconds(5));

	private final BufferedPush push = new BufferedPush(this.client, 10);

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	@AfterEach
	void close() {
		this.gateway.close();
		this.http.shutdownNow();
	}

	@Test
	void liveGoesFirstAndThenTheOldestOfTheBuffer() throws Exception {
		this.gateway.answer(500);
		assertThat(this.push.push("old1".getBytes(), 1, LONG)).isFalse();
		this.push.keep("old2".getBytes(), 1);
		this.gateway.answer(204);
		this.gateway.take();
		assertThat(this.push.push("live".getBytes(), 1, LONG)).isTrue();
		this.push.drain(LONG);
		assertThat(this.gateway.requests()).extracting(Receiver.Request::text).containsExactly("live", "old1", "old2");
		assertThat(this.push.bufferedBytes()).isZero();
	}

	@Test
	void theOldestGoFirstWhenTheBufferIsFullAndAreCounted() throws Exception {
		this.push.keep("one11".getBytes(), 3);
		this.push.keep("two22".getBytes(), 5);
		this.push.keep("three".getBytes(), 7);
		this.push.keep("larger than all the room".getBytes(), 11);
		new PushMeters(this.push).bindTo(this.registry);
		assertThat(dropped("buffer-full")).isEqualTo(3 + 11);
		assertThat(this.registry.get("tandem.agent.buffer.size").gauge().value()).isEqualTo(10);
		this.push.drain(LONG);
		assertThat(this.gateway.requests()).extracting(Receiver.Request::text).containsExactly("two22", "three");
	}

	@Test
	void whatIsRejectedIsCountedAndTheNextGoesOn() throws Exception {
		new PushMeters(this.push).bindTo(this.registry);
		this.gateway.answer(422);
		assertThat(this.push.push("live".getBytes(), 4, LONG)).isTrue();
		this.push.keep("old".getBytes(), 2);
		this.push.drain(LONG);
		assertThat(dropped("rejected")).isEqualTo(6);
		assertThat(this.push.bufferedBytes()).isZero();
		assertThat(this.registry.get("tandem.agent.pushes")
			.tags("target", "gateway", "outcome", "rejected")
			.functionCounter()
			.count()).isEqualTo(2);
	}

	@Test
	void aDrainStopsAtTheFirstThatIsNotTaken() throws Exception {
		this.push.keep("old1".getBytes(), 1);
		this.push.keep("old2".getBytes(), 1);
		this.gateway.answer(503, "60");
		this.push.drain(LONG);
		this.push.drain(LONG);
		assertThat(this.gateway.requests()).hasSize(1);
		assertThat(this.push.bufferedBytes()).isEqualTo(8);
	}

	@Test
	void whatIsLeftAtTheEndIsCounted() {
		new PushMeters(this.push).bindTo(this.registry);
		this.push.keep("old".getBytes(), 9);
		this.push.close();
		assertThat(dropped("closed")).isEqualTo(9);
		assertThat(this.push.bufferedBytes()).isZero();
	}

	private double dropped(String reason) {
		return this.registry.get("tandem.agent.dropped").tag("reason", reason).functionCounter().count();
	}

}
