package io.tandem.failover.partition;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A datagram that a machine sends a peer several times a second. It carries what the peer
 * needs to tell a cut in one direction, loss and delay: datagrams are not repeated by
 * anyone, and say which way they went. Immutable.
 *
 * @param machine who sends it, at most 63 bytes of UTF-8
 * @param boot the sender's life; numbers begin anew with each
 * @param number the first is 1
 * @param sentAt in nanoseconds of the sender's monotonic clock
 * @param echoed {@code sentAt} of the peer's newest pulse that the sender has; 0 for none
 * @param heldNanos how long ago, when this was sent, that one had come: what was heard
 * from the peer is as old as this; -1 if nothing was ever
 */
record Pulse(String machine, long boot, long number, long sentAt, long echoed, long heldNanos) {

	/** The longest there is. */
	static final int MAX_BYTES = 128;

	private static final int MAGIC = 0x54_50_55_01;

	private static final int MAX_NAME = 63;

	/**
	 * @throws IllegalArgumentException if the name is empty or too long
	 */
	Pulse {
		int length = machine.getBytes(StandardCharsets.UTF_8).length;
		if (length == 0 || length > MAX_NAME) {
			throw new IllegalArgumentException("a machine's name has 1 to " + MAX_NAME + " bytes: machine=" + machine);
		}
	}

	byte[] bytes() {
		byte[] name = this.machine.getBytes(StandardCharsets.UTF_8);
		return ByteBuffer.allocate(4 + 5 * 8 + 1 + name.length)
			.putInt(MAGIC)
			.putLong(this.boot)
			.putLong(this.number)
			.putLong(this.sentAt)
			.putLong(this.echoed)
			.putLong(this.heldNanos)
			.put((byte) name.length)
			.put(name)
			.array();
	}

	/** Returns null for anything that is not a whole pulse. */
	static @Nullable Pulse parse(ByteBuffer datagram) {
		try {
			if (datagram.getInt() != MAGIC) {
				return null;
			}
			long boot = datagram.getLong();
			long number = datagram.getLong();
			long sentAt = datagram.getLong();
			long echoed = datagram.getLong();
			long held = datagram.getLong();
			byte[] name = new byte[Byte.toUnsignedInt(datagram.get())];
			datagram.get(name);
			boolean isWhole = name.length > 0 && name.length <= MAX_NAME && !datagram.hasRemaining() && number > 0;
			return isWhole ? new Pulse(new String(name, StandardCharsets.UTF_8), boot, number, sentAt, echoed, held)
					: null;
		}
		catch (BufferUnderflowException ex) {
			return null;
		}
	}

}
