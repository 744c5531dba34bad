package io.tandem.binder.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tandem.binder.properties.JetStreamConsumerProperties;
import io.tandem.binder.properties.JetStreamProducerProperties;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.cloud.stream.binder.ExtendedConsumerProperties;
import org.springframework.cloud.stream.binder.ExtendedProducerProperties;
import org.springframework.cloud.stream.provisioning.ProvisioningException;

class JetStreamProvisionerTests {

	private final JetStreamProvisioner provisioner = new JetStreamProvisioner();

	private final JetStreamConsumerProperties settings = new JetStreamConsumerProperties();

	private final ExtendedConsumerProperties<JetStreamConsumerProperties> consumer = new ExtendedConsumerProperties<>(
			this.settings);

	@Test
	void aNameWithDotsOrWildcardsIsASubject() {
		assertThat(new JetStreamDestination("ORDERS").isSubject()).isFalse();
		assertThat(new JetStreamDestination("orders.new").isSubject()).isTrue();
		assertThat(new JetStreamDestination(">").isSubject()).isTrue();
		assertThat(new JetStreamDestination("*").isSubject()).isTrue();
	}

	@Test
	void partitionsAreRefusedInsteadOfIgnored() {
		this.consumer.setPartitioned(true);
		ExtendedProducerProperties<JetStreamProducerProperties> producer = new ExtendedProducerProperties<>(
				new JetStreamProducerProperties());
		producer.setPartitionCount(2);
		producer.setPartitionKeyExtractorName("key");

		assertThatExceptionOfType(ProvisioningException.class)
			.isThrownBy(() -> this.provisioner.provisionConsumerDestination("S", "g", this.consumer));
		assertThatExceptionOfType(ProvisioningException.class)
			.isThrownBy(() -> this.provisioner.provisionProducerDestination("a.b", producer));
	}

	@Test
	void aGroupThatCannotNameADurableIsRefused() {
		assertThatExceptionOfType(ProvisioningException.class)
			.isThrownBy(() -> this.provisioner.provisionConsumerDestination("S", "a.b", this.consumer))
			.withMessageContaining("durable=a.b");
		this.settings.setDurable("a-b");
		assertThat(this.provisioner.provisionConsumerDestination("S", "a.b", this.consumer).getName()).isEqualTo("S");
	}

	@Test
	void allSettingsThatCannotBeAreNamedTogether() {
		this.settings.setPullExpiry(Duration.ofSeconds(30));
		this.settings.setPrefetch(0);
		this.settings.setBackOffMax(Duration.ofMillis(1));

		assertThatExceptionOfType(ProvisioningException.class)
			.isThrownBy(() -> this.provisioner.provisionConsumerDestination("S", "g", this.consumer))
			.withMessageContaining("pull-expiry=PT30S")
			.withMessageContaining("prefetch=0")
			.withMessageContaining("back-off-max=PT0.001S");
	}

}
