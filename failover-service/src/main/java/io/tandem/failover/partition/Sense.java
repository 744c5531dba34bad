package io.tandem.failover.partition;

import java.util.Locale;

/** A way to see a peer, or what tells of this machine itself. */
public enum Sense {

	/** The peer's hub answers HTTP. */
	HUB,
	/** The peer's failover-service answers HTTP. */
	FAILOVER,
	/** The peer's health-sync-service answers HTTP. */
	HEALTH_SYNC,
	/** The port of the peer's broker takes a TCP connection. */
	NATS,
	/** The port of the peer's Pushgateway takes a TCP connection. */
	PUSHGATEWAY,
	/** The mirror on this machine's broker hears its origin on the peer's. */
	LEAF_LINK,
	/** What the peer's failover-service says by way of the brokers arrives. */
	HEARTBEAT,
	/** A third machine takes a TCP connection, or refuses it. */
	WITNESS,
	/** The network interface with this machine's address is up. */
	INTERFACE;

	/** Tells whether a program answers, and not only its machine. */
	boolean isService() {
		return this == HUB || this == FAILOVER || this == HEALTH_SYNC;
	}

	/** Tells whether an answer is a packet that came from the peer. */
	boolean isOfPeer() {
		return isService() || this == NATS || this == PUSHGATEWAY;
	}

	/** Returns how it is called outside. */
	public String word() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
