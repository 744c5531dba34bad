package io.tandem.binder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.nats.client.Connection;
import io.tandem.binder.properties.JetStreamProducerProperties;
import io.tandem.binder.provisioning.JetStreamDestination;
import io.tandem.jetstream.NatsConnection;
import io.tandem.jetstream.NatsUnavailableException;
import io.tandem.jetstream.PublishOutcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.integration.channel.PublishSubscribeChannel;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageDeliveryException;
import org.springframework.messaging.support.ErrorMessage;
import org.springframework.messaging.support.MessageBuilder;

class JetStreamOutboundTests {

	private final List<Sent> sent = new ArrayList<>();

	private final List<Message<?>> errors = new ArrayList<>();

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private PublishOutcome outcome = new PublishOutcome.Stored("S", 1, false);

	@Test
	void eachMessageWithoutAnIdGetsOneOfItsOwn() {
		send(MessageBuilder.withPayload("a").build());
		send(MessageBuilder.withPayload("a").build());

		assertThat(this.sent).extracting(Sent::id).doesNotHaveDuplicates().doesNotContainNull();
	}

	@Test
	void theReceivedIdIsNotTheSentOne() {
		send(MessageBuilder.withPayload("a").setHeader(JetStreamHeaders.RECEIVED_MESSAGE_ID, "in").build());
		send(MessageBuilder.withPayload("a").setHeader(JetStreamHeaders.MESSAGE_ID, "out").build());

		assertThat(this.sent.get(0).id()).isNotEqualTo("in");
		assertThat(this.sent.get(1).id()).isEqualTo("out");
	}

	@Test
	void aReceivedSubjectIsNotTheTarget() {
		send(MessageBuilder.withPayload("a").setHeader(JetStreamHeaders.SUBJECT, "where.it.came.from").build());
		send(MessageBuilder.withPayload("a").setHeader(JetStreamHeaders.TARGET_SUBJECT, "else.where").build());

		assertThat(this.sent).extracting(Sent::subject).containsExactly("a.b", "else.where");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a..b", "a.*", ">", "a b", ".a", "a." })
	void aTargetThatIsNoSubjectIsRefused(String target) {
		assertThatExceptionOfType(MessageDeliveryException.class).isThrownBy(
				() -> send(MessageBuilder.withPayload("a").setHeader(JetStreamHeaders.TARGET_SUBJECT, target).build()));
		assertThat(this.sent).isEmpty();
	}

	@Test
	void everyOutcomeButStoredThrowsTellsTheErrorChannelAndIsCounted() {
		List<PublishOutcome> failures = List.of(new PublishOutcome.Full("max bytes"),
				new PublishOutcome.Rejected("no stream"),
				new PublishOutcome.Unavailable("silence", Duration.ofSeconds(5)));
		for (PublishOutcome failure : failures) {
			this.outcome = failure;
			assertThatThrownBy(() -> send(MessageBuilder.withPayload("a").build()))
				.isInstanceOf(MessageDeliveryException.class);
		}

		assertThat(this.errors).hasSize(3).allSatisfy((error) -> assertThat(error).isInstanceOf(ErrorMessage.class));
		assertThat(this.registry.get("jetstream.binder.publish").tag("outcome", "failed").timer().count()).isEqualTo(3);
	}

	private void send(Message<?> message) {
		PublishSubscribeChannel channel = new PublishSubscribeChannel();
		channel.subscribe(this.errors::add);
		JetStreamOutbound outbound = new JetStreamOutbound("out", new JetStreamDestination("a.b"),
				new JetStreamProducerProperties(), new Down(), this::publish, new BinderMeters(this.registry), channel);
		outbound.handleMessage(message);
	}

	private PublishOutcome publish(String subject, Map<String, String> headers, byte[] body, String id,
			Duration within) {
		this.sent.add(new Sent(subject, headers, new String(body, StandardCharsets.UTF_8), id));
		return this.outcome;
	}

	private record Sent(String subject, Map<String, String> headers, String body, String id) {
	}

	private static final class Down implements NatsConnection {

		@Override
		public Connection require() {
			throw new NatsUnavailableException("down");
		}

		@Override
		public boolean isConnected() {
			return false;
		}

		@Override
		public void onConnected(Runnable action) {
		}

	}

}
