package io.tandem.binder;

import io.nats.client.Connection;
import io.nats.client.ConsumerContext;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import io.tandem.binder.properties.JetStreamConsumerProperties;
import io.tandem.binder.provisioning.StreamMissingException;
import io.tandem.binder.provisioning.Streams;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that an input's durable consumer exists and is as it should be. Thread-safe,
 * guarded by itself.
 */
final class DurableConsumer {

	private static final Logger log = LoggerFactory.getLogger(DurableConsumer.class);

	private static final int CONSUMER_NOT_FOUND = 10014;

	private final InboundSettings settings;

	private final String durable;

	private final DeadLetters deadLetters;

	private final InstantSource clock;

	DurableConsumer(InboundSettings settings, String durable, DeadLetters deadLetters, InstantSource clock) {
		this.settings = settings;
		this.durable = durable;
		this.deadLetters = deadLetters;
		this.clock = clock;
	}

	/**
	 * Returns the consumer, made or changed if need be.
	 * @throws StreamMissingException if its stream is not there
	 * @throws IllegalStateException if another kind of consumer has the name
	 */
	synchronized ConsumerContext open(Connection connection)
			throws IOException, JetStreamApiException, StreamMissingException {
		String stream = Streams.find(connection, this.settings.destination()).getConfiguration().getName();
		JetStreamConsumerProperties properties = this.settings.properties();
		if (properties.isProvision()) {
			Streams.provisionDeadLetters(connection, stream, this.deadLetters.subject(stream), properties.getStream());
		}
		ensure(connection.jetStreamManagement(), stream);
		return connection.getStreamContext(stream).getConsumerContext(this.durable);
	}

	private void ensure(JetStreamManagement management, String stream) throws IOException, JetStreamApiException {
		ConsumerInfo existing = existing(management, stream);
		if (existing == null) {
			create(management, stream);
			return;
		}
		ConsumerConfiguration configuration = existing.getConsumerConfiguration();
		requireSame(configuration, stream);
		// asked after the consumer, or messages stored in between would look like a lead
		long last = management.getStreamInfo(stream).getStreamState().getLastSequence();
		long delivered = existing.getDelivered().getStreamSequence();
		if (delivered > last) {
			// the stream lost its end (a power cut): new messages get numbers that the
			// consumer has behind it, and it would skip them in silence
			log.atError()
				.addKeyValue("stream", stream)
				.addKeyValue("durable", this.durable)
				.addKeyValue("delivered", delivered)
				.addKeyValue("last", last)
				.log("consumer is ahead of its stream, making it anew");
			management.deleteConsumer(stream, this.durable);
			create(management, stream);
		}
		else if (differs(configuration)) {
			management.addOrUpdateConsumer(stream, settle(ConsumerConfiguration.builder(configuration)));
		}
	}

	private @Nullable ConsumerInfo existing(JetStreamManagement management, String stream)
			throws IOException, JetStreamApiException {
		try {
			return management.getConsumerInfo(stream, this.durable);
		}
		catch (JetStreamApiException ex) {
			if (ex.getApiErrorCode() == CONSUMER_NOT_FOUND) {
				return null;
			}
			throw ex;
		}
	}

	private void create(JetStreamManagement management, String stream) throws IOException, JetStreamApiException {
		management.addOrUpdateConsumer(stream,
				settle(this.settings.beginning(ConsumerConfiguration.builder()
					.durable(this.durable)
					.ackPolicy(AckPolicy.Explicit)
					.filterSubject(this.settings.filter()), this.clock)));
	}

	private ConsumerConfiguration settle(ConsumerConfiguration.Builder consumer) {
		// the binder counts the tries: the server must go on until a dead letter is
		// stored
		return consumer.maxDeliver(-1)
			.ackWait(this.settings.properties().getAckWait())
			.maxAckPending(this.settings.properties().getMaxAckPending())
			.build();
	}

	private boolean differs(ConsumerConfiguration existing) {
		return !this.settings.properties().getAckWait().equals(existing.getAckWait()) || existing.getMaxDeliver() > 0
				|| existing.getMaxAckPending() != this.settings.properties().getMaxAckPending();
	}

	private void requireSame(ConsumerConfiguration existing, String stream) {
		String filter = this.settings.filter();
		String theirs = existing.getFilterSubject();
		boolean both = filter == null && (theirs == null || theirs.isEmpty() || ">".equals(theirs));
		if (!(both || Objects.equals(filter, theirs)) || existing.getAckPolicy() != AckPolicy.Explicit
				|| existing.getDeliverSubject() != null) {
			throw new IllegalStateException("the durable consumer exists and is another one; set durable, or remove it:"
					+ " stream=" + stream + " durable=" + this.durable + " its-filter=" + theirs + " filter=" + filter
					+ " its-ack-policy=" + existing.getAckPolicy());
		}
	}

}
