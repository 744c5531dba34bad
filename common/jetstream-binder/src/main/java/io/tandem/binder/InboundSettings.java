package io.tandem.binder;

import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import io.tandem.binder.properties.JetStreamConsumerProperties;
import io.tandem.binder.provisioning.JetStreamDestination;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an input is to do.
 *
 * @param binding the binding's name
 * @param durable the durable consumer's name; null for a replay
 * @param threads how many receive at the same time
 * @param batch whether the handler gets lists
 */
record InboundSettings(String binding, JetStreamDestination destination, @Nullable String durable, int threads,
		boolean batch, JetStreamConsumerProperties properties) {

	/** Returns the subjects to receive, or null for all of the stream. */
	@Nullable String filter() {
		if (this.properties.getFilterSubject() != null) {
			return this.properties.getFilterSubject();
		}
		return this.destination.isSubject() ? this.destination.name() : null;
	}

	/** Adds where a consumer without a position begins. */
	ConsumerConfiguration.Builder beginning(ConsumerConfiguration.Builder consumer, InstantSource clock) {
		return switch (this.properties.getDeliverPolicy()) {
			case ALL -> consumer.deliverPolicy(DeliverPolicy.All);
			case NEW -> consumer.deliverPolicy(DeliverPolicy.New);
			case BY_START_TIME -> consumer.deliverPolicy(DeliverPolicy.ByStartTime)
				.startTime(clock.instant().minus(this.properties.getReplayWindow()).atZone(ZoneOffset.UTC));
			case LAST_PER_SUBJECT -> consumer.deliverPolicy(DeliverPolicy.LastPerSubject)
				.filterSubject(Objects.requireNonNullElse(filter(), ">"));
		};
	}

	BackOff backOff() {
		return new BackOff(this.properties.getBackOffInitial(), this.properties.getBackOffMultiplier(),
				this.properties.getBackOffMax());
	}

}
