package io.tandem.failover.gateway;

import io.tandem.ingest.PushedRecord.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * How a record's protocol is written in the spool, and whether its agent is critical. The
 * numbers stay for ever.
 */
public final class RecordKind {

	static final byte REMOTE_WRITE = 1;

	static final byte PUSHGATEWAY = 2;

	/** Set beside the protocol's number. */
	static final byte CRITICAL = 0x40;

	private RecordKind() {
	}

	/** Returns the number of the protocol. */
	public static byte of(Protocol protocol) {
		return switch (protocol) {
			case REMOTE_WRITE -> REMOTE_WRITE;
			case PUSHGATEWAY -> PUSHGATEWAY;
		};
	}

	/** Returns the kind of the same protocol, from a critical agent. */
	public static byte critical(byte kind) {
		return (byte) (kind | CRITICAL);
	}

	/** Tells whether the record came from a critical agent. */
	public static boolean isCritical(byte kind) {
		return (kind & CRITICAL) != 0;
	}

	/** Returns the protocol of a number, or null if a newer version wrote it. */
	public static @Nullable Protocol protocolOf(byte kind) {
		return switch ((byte) (kind & ~CRITICAL)) {
			case REMOTE_WRITE -> Protocol.REMOTE_WRITE;
			case PUSHGATEWAY -> Protocol.PUSHGATEWAY;
			default -> null;
		};
	}

}
