package io.tandem.failover.gateway;

import io.tandem.ingest.PushedRecord.Protocol;
import org.jspecify.annotations.Nullable;

/** How a record's protocol is written in the spool. The numbers stay for ever. */
public final class RecordKind {

	static final byte REMOTE_WRITE = 1;

	static final byte PUSHGATEWAY = 2;

	private RecordKind() {
	}

	/** Returns the number of the protocol. */
	public static byte of(Protocol protocol) {
		return switch (protocol) {
			case REMOTE_WRITE -> REMOTE_WRITE;
			case PUSHGATEWAY -> PUSHGATEWAY;
		};
	}

	/** Returns the protocol of a number, or null if a newer version wrote it. */
	public static @Nullable Protocol protocolOf(byte kind) {
		return switch (kind) {
			case REMOTE_WRITE -> Protocol.REMOTE_WRITE;
			case PUSHGATEWAY -> Protocol.PUSHGATEWAY;
			default -> null;
		};
	}

}
