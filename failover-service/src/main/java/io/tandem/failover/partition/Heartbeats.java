package io.tandem.failover.partition;

/** What the peers' failover-services say by way of the brokers. Thread-safe. */
@FunctionalInterface
public interface Heartbeats {

	/** Returns how old a peer's last word is, in seconds; NaN if none ever came. */
	double ageSeconds(String peer);

}
