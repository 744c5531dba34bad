package io.tandem.failover.partition;

import java.util.Locale;

/** What is between this machine and a peer. */
public enum Verdict {

	/** Nothing is known yet. */
	UNKNOWN,
	/** Nothing is wrong. */
	NONE,
	/** The peer is there, its hub is not. */
	PEER_HUB_DOWN,
	/** Nothing comes from the peer: it is dead, frozen, or the link to it is cut. */
	PEER_MACHINE_UNREACHABLE,
	/**
	 * The link works in one direction, or loses much, or is slow, or the brokers' is
	 * down.
	 */
	LINK_DEGRADED,
	/** It is this machine that is cut off. */
	SELF_ISOLATED;

	/** Returns how it is called outside. */
	public String word() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
