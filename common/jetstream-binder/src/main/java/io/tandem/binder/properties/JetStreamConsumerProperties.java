package io.tandem.binder.properties;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.util.unit.DataSize;

/** Settings of an input. */
public class JetStreamConsumerProperties {

	/**
	 * The durable consumer's name; by default the group. Two bindings that filter
	 * differently need two names. Used with a group only.
	 */
	private @Nullable String durable;

	/**
	 * Receive only these subjects of the stream (wildcards allowed). For a destination
	 * that is a subject it is that subject.
	 */
	private @Nullable String filterSubject;

	/**
	 * Where to begin: for a binding without a group at each start, for one with a group
	 * when its durable consumer is created.
	 */
	private ReplayFrom deliverPolicy = ReplayFrom.ALL;

	/**
	 * How far back by-start-time goes, counted from the start of the binding.
	 */
	private Duration replayWindow = Duration.ofHours(1);

	/**
	 * How long the server waits for a sign of life before it delivers again. The binder
	 * sends one every third of it while the handler runs, so that it need not be as long
	 * as the handler; a longer time only delays what a killed process left behind.
	 */
	private Duration ackWait = Duration.ofSeconds(30);

	/**
	 * Tries before a message that fails is dead-lettered, the first included. 0: never. A
	 * message that came three times as often without an answer, as one does that ends the
	 * process, is dead-lettered without another try.
	 */
	private int maxDeliver = 5;

	/**
	 * The wait before the second try.
	 */
	private Duration backOffInitial = Duration.ofSeconds(1);

	/**
	 * Each further wait is so many times the one before.
	 */
	private double backOffMultiplier = 2.0;

	/**
	 * The longest wait between two tries, and between two attempts to dead-letter.
	 */
	private Duration backOffMax = Duration.ofMinutes(1);

	/**
	 * Where messages go that failed max-deliver times. By default
	 * {@code dead-letters.<stream>.<durable>}. A stream must store it: until one does,
	 * the message stays in its stream and is tried again.
	 */
	private @Nullable String deadLetterSubject;

	/**
	 * Messages a thread takes at once when there is a backlog, each handled by itself.
	 * More save round trips and cost memory; unhandled ones go back when the binding
	 * stops.
	 */
	private int prefetch = 16;

	/**
	 * The most messages in one batch.
	 */
	private int batchSize = 100;

	/**
	 * How long a batch waits for more once it has its first message. 0: it takes what is
	 * there.
	 */
	private Duration batchMaxWait = Duration.ofMillis(100);

	/**
	 * Bytes taken at once beyond the first message, whatever prefetch or batch-size say.
	 */
	private DataSize maxBytes = DataSize.ofMegabytes(8);

	/**
	 * The most messages in the hands of all consumers of the durable together. Must
	 * exceed concurrency x (prefetch or batch-size), or threads wait for each other.
	 */
	private int maxAckPending = 1000;

	/**
	 * How long one request for messages stands open, 1 to 2 s. It bounds how late a lost
	 * request is noticed.
	 */
	private Duration pullExpiry = Duration.ofSeconds(2);

	/**
	 * How long stopping waits for handlers that are at work.
	 */
	private Duration stopTimeout = Duration.ofSeconds(5);

	/**
	 * Create the stream (and one for the dead letters) if there is none. Without it the
	 * binding waits until the stream appears, and its health says so.
	 */
	private boolean provision;

	/**
	 * The stream to create; used with provision only.
	 */
	@NestedConfigurationProperty
	private ProvisionedStreamProperties stream = new ProvisionedStreamProperties();

	public @Nullable String getDurable() {
		return this.durable;
	}

	public void setDurable(@Nullable String durable) {
		this.durable = durable;
	}

	public @Nullable String getFilterSubject() {
		return this.filterSubject;
	}

	public void setFilterSubject(@Nullable String filterSubject) {
		this.filterSubject = filterSubject;
	}

	public ReplayFrom getDeliverPolicy() {
		return this.deliverPolicy;
	}

	public void setDeliverPolicy(ReplayFrom deliverPolicy) {
		this.deliverPolicy = deliverPolicy;
	}

	public Duration getReplayWindow() {
		return this.replayWindow;
	}

	public void setReplayWindow(Duration replayWindow) {
		this.replayWindow = replayWindow;
	}

	public Duration getAckWait() {
		return this.ackWait;
	}

	public void setAckWait(Duration ackWait) {
		this.ackWait = ackWait;
	}

	public int getMaxDeliver() {
		return this.maxDeliver;
	}

	public void setMaxDeliver(int maxDeliver) {
		this.maxDeliver = maxDeliver;
	}

	public Duration getBackOffInitial() {
		return this.backOffInitial;
	}

	public void setBackOffInitial(Duration backOffInitial) {
		this.backOffInitial = backOffInitial;
	}

	public double getBackOffMultiplier() {
		return this.backOffMultiplier;
	}

	public void setBackOffMultiplier(double backOffMultiplier) {
		this.backOffMultiplier = backOffMultiplier;
	}

	public Duration getBackOffMax() {
		return this.backOffMax;
	}

	public void setBackOffMax(Duration backOffMax) {
		this.backOffMax = backOffMax;
	}

	public @Nullable String getDeadLetterSubject() {
		return this.deadLetterSubject;
	}

	public void setDeadLetterSubject(@Nullable String deadLetterSubject) {
		this.deadLetterSubject = deadLetterSubject;
	}

	public int getPrefetch() {
		return this.prefetch;
	}

	public void setPrefetch(int prefetch) {
		this.prefetch = prefetch;
	}

	public int getBatchSize() {
		return this.batchSize;
	}

	public void setBatchSize(int batchSize) {
		this.batchSize = batchSize;
	}

	public Duration getBatchMaxWait() {
		return this.batchMaxWait;
	}

	public void setBatchMaxWait(Duration batchMaxWait) {
		this.batchMaxWait = batchMaxWait;
	}

	public DataSize getMaxBytes() {
		return this.maxBytes;
	}

	public void setMaxBytes(DataSize maxBytes) {
		this.maxBytes = maxBytes;
	}

	public int getMaxAckPending() {
		return this.maxAckPending;
	}

	public void setMaxAckPending(int maxAckPending) {
		this.maxAckPending = maxAckPending;
	}

	public Duration getPullExpiry() {
		return this.pullExpiry;
	}

	public void setPullExpiry(Duration pullExpiry) {
		this.pullExpiry = pullExpiry;
	}

	public Duration getStopTimeout() {
		return this.stopTimeout;
	}

	public void setStopTimeout(Duration stopTimeout) {
		this.stopTimeout = stopTimeout;
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

	/**
	 * @throws IllegalArgumentException naming every setting that cannot be
	 */
	public void validate() {
		StringBuilder faults = new StringBuilder();
		require(faults, this.ackWait.toMillis() >= 100, "ack-wait", this.ackWait, "at least 100 ms");
		require(faults, this.maxDeliver >= 0, "max-deliver", this.maxDeliver, "0 or more");
		require(faults, this.backOffInitial.isPositive(), "back-off-initial", this.backOffInitial, "positive");
		require(faults, this.backOffMultiplier >= 1, "back-off-multiplier", this.backOffMultiplier, "1 or more");
		require(faults, this.backOffMax.compareTo(this.backOffInitial) >= 0, "back-off-max", this.backOffMax,
				"not less than back-off-initial");
		require(faults, this.prefetch >= 1, "prefetch", this.prefetch, "1 or more");
		require(faults, this.batchSize >= 1, "batch-size", this.batchSize, "1 or more");
		require(faults, !this.batchMaxWait.isNegative(), "batch-max-wait", this.batchMaxWait, "0 or more");
		require(faults, this.maxBytes.toBytes() > 0 && this.maxBytes.toBytes() <= Integer.MAX_VALUE, "max-bytes",
				this.maxBytes, "above 0 and below 2 GiB");
		require(faults, this.maxAckPending >= 1, "max-ack-pending", this.maxAckPending, "1 or more");
		require(faults, this.pullExpiry.toMillis() >= 1000 && this.pullExpiry.toMillis() <= 2000, "pull-expiry",
				this.pullExpiry, "1 s to 2 s");
		require(faults, !this.replayWindow.isNegative(), "replay-window", this.replayWindow, "0 or more");
		if (!faults.isEmpty()) {
			throw new IllegalArgumentException("JetStream consumer settings:" + faults);
		}
	}

	private static void require(StringBuilder faults, boolean met, String name, Object value, String rule) {
		if (!met) {
			faults.append(' ').append(name).append('=').append(value).append(" (must be ").append(rule).append(')');
		}
	}

}
