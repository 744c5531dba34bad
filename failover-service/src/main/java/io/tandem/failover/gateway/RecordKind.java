package io.tandem.failover.gateway;

import io.tandem.ingest.PushedRecord.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * How a record's protocol, and whether a critical agent pushed it, are written in the
 * spool. The numbers stay for ever.
 */
public final class RecordKind {

	static final byte REMOTE_WRITE = 1;

	static final byte PUSHGATEWAY = 2;

	/** The bit of a record that a critical agent pushed. */
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

	/** Returns the number with the mark of a critical agent. */
	static byte critical(byte kind) {
		return (byte) (kind | CRITICAL);
	}

	/** Tells whether a critical agent pushed the record. */
	static boolean isCritical(byte kind) {
		return (kind & CRITICAL) != 0;
	}

	/** Returns the protocol of a number, or null if a newer version wrote it. */
	public static @Nullable Protocol protocolOf(byte kind) {
		return switch (kind & ~CRITICAL) {
			case REMOTE_WRITE -> Protocol.REMOTE_WRITE;
			case PUSHGATEWAY -> Protocol.PUSHGATEWAY;
			default -> null;
		};
	}

}
