package io.tandem.binder.properties;

import java.time.Duration;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/** Settings of an output. */
public class JetStreamProducerProperties {

	/**
	 * How long a send may take, retries with the same message id included, before it
	 * fails. The sending thread is blocked so long while the server is away.
	 */
	private Duration sendTimeout = Duration.ofSeconds(5);

	/**
	 * Create the stream that stores the destination if there is none. Without it the
	 * stream must exist, or sends fail until it does.
	 */
	private boolean provision;

	/** The stream to create; used with provision only. */
	@NestedConfigurationProperty
	private ProvisionedStreamProperties stream = new ProvisionedStreamProperties();

	public Duration getSendTimeout() {
		return this.sendTimeout;
	}

	public void setSendTimeout(Duration sendTimeout) {
		this.sendTimeout = sendTimeout;
	}

	public boolean isProvision() {
		return this.provision;
	}

	public void setProvision(boolean provision) {
		this.provision = provision;
	}

	public ProvisionedStreamProperties getStream() {
		return this.stream;
	}

	public void setStream(ProvisionedStreamProperties stream) {
		this.stream = stream;
	}

}
