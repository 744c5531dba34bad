package io.tandem.failover.partition;

import java.time.Duration;

/**
 * When what is seen becomes a verdict. Immutable.
 *
 * @param silentAfter nothing from the peer for so long means that nothing comes
 * @param frozenAfter no program of the peer for so long, while its machine answers
 * @param lossRaised share of datagrams lost that makes a link lossy
 * @param lossCleared share below which it is good again
 * @param slowAfter a round trip, by the median, that makes a link slow; it is good again
 * at half of it
 * @param brokersAfter the brokers not hearing each other for so long, while all else does
 * @param clearAfter how long nothing must be wrong before that is said
 */
record PartitionSettings(Duration silentAfter, Duration frozenAfter, double lossRaised, double lossCleared,
		Duration slowAfter, Duration brokersAfter, Duration clearAfter) {

	static final PartitionSettings DEFAULT = new PartitionSettings(Duration.ofSeconds(3), Duration.ofMillis(4200), 0.02,
			0.01, Duration.ofMillis(150), Duration.ofSeconds(10), Duration.ofSeconds(3));

}
