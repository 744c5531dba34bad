package io.tandem.binder.provisioning;

import org.springframework.cloud.stream.provisioning.ConsumerDestination;
import org.springframework.cloud.stream.provisioning.ProducerDestination;

/**
 * A stream's name or a subject. Immutable.
 *
 * @param name what the binding's {@code destination} says
 */
public record JetStreamDestination(String name) implements ConsumerDestination, ProducerDestination {

	@Override
	public String getName() {
		return this.name;
	}

	/** Partitions do not exist here: each is the destination itself. */
	@Override
	public String getNameForPartition(int partition) {
		return this.name;
	}

	/** Tells whether an input with this destination means a subject, not a stream. */
	public boolean isSubject() {
		return this.name.contains(".") || this.name.contains("*") || this.name.contains(">");
	}

}
