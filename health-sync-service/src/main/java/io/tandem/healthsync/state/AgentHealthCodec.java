package io.tandem.healthsync.state;

import io.tandem.healthsync.state.Lives.Life;
import io.tandem.wire.health.HealthReports;
import io.tandem.wire.health.InvalidHealthReportException;
import io.tandem.wire.identity.RangeSet;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes what is known of an agent as bytes, and reads it back as it was. What else is in
 * the file, its version and its checksum are the caller's. Holds no state.
 */
public final class AgentHealthCodec {

	/** More than any report becomes when it is written again. */
	private static final int MAX_BYTES = 2 * HealthReports.MAX_BODY_BYTES;

	private AgentHealthCodec() {
	}

	public static void write(AgentHealth agent, DataOutput out) throws IOException {
		ReceivedReport latest = agent.latest();
		bytes(HealthReports.write(latest.report()), out);
		out.writeUTF(latest.stream());
		position(latest.position(), out);
		instant(latest.seenAt(), out);
		out.writeBoolean(latest.isReplayed());
		position(agent.position(), out);
		out.writeLong(agent.lives().forgotten());
		out.writeInt(agent.lives().known().size());
		for (Life life : agent.lives().known()) {
			out.writeUTF(life.epoch());
			bytes(life.received().toString().getBytes(StandardCharsets.UTF_8), out);
			instant(life.lastStoredAt(), out);
		}
		long[] samples = agent.skew().samples();
		out.writeInt(samples.length);
		for (long sample : samples) {
			out.writeLong(sample);
		}
		out.writeLong(agent.duplicates());
		out.writeLong(agent.late());
	}

	/**
	 * @throws IOException if it ends too early, or is not what was written
	 */
	public static AgentHealth read(DataInput in) throws IOException {
		try {
			ReceivedReport latest = new ReceivedReport(HealthReports.read(bytes(in)), in.readUTF(), position(in),
					instant(in), in.readBoolean());
			StreamPosition position = position(in);
			long forgotten = in.readLong();
			List<Life> lives = new ArrayList<>();
			for (int left = count(in, Lives.MOST_LIVES); left > 0; left--) {
				lives.add(new Life(in.readUTF(), RangeSet.parse(new String(bytes(in), StandardCharsets.UTF_8)),
						instant(in)));
			}
			long[] samples = new long[count(in, ClockSkew.SAMPLES)];
			for (int i = 0; i < samples.length; i++) {
				samples[i] = in.readLong();
			}
			return new AgentHealth(latest, position, new Lives(lives, forgotten), ClockSkew.of(samples), in.readLong(),
					in.readLong());
		}
		catch (InvalidHealthReportException | RuntimeException ex) {
			throw new IOException("not what was written: " + ex.getMessage(), ex);
		}
	}

	private static void bytes(byte[] bytes, DataOutput out) throws IOException {
		out.writeInt(bytes.length);
		out.write(bytes);
	}

	private static byte[] bytes(DataInput in) throws IOException {
		byte[] bytes = new byte[count(in, MAX_BYTES)];
		in.readFully(bytes);
		return bytes;
	}

	static int count(DataInput in, int most) throws IOException {
		int count = in.readInt();
		if (count < 0 || count > most) {
			throw new IOException("not what was written: count=" + count + " most=" + most);
		}
		return count;
	}

	static void position(StreamPosition position, DataOutput out) throws IOException {
		out.writeLong(position.sequence());
		instant(position.storedAt(), out);
	}

	static StreamPosition position(DataInput in) throws IOException {
		return new StreamPosition(in.readLong(), instant(in));
	}

	static void instant(Instant instant, DataOutput out) throws IOException {
		out.writeLong(instant.getEpochSecond());
		out.writeInt(instant.getNano());
	}

	static Instant instant(DataInput in) throws IOException {
		return Instant.ofEpochSecond(in.readLong(), in.readInt());
	}

}
