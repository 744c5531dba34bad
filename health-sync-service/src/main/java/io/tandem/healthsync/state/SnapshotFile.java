package io.tandem.healthsync.state;

import io.tandem.wire.health.HealthStatus;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * What is known of all machines, in a file: a version, each machine, and a CRC-32C of all
 * of it. It is replaced as a whole, so there is the old one or the new one, never a part.
 * Immutable; one thread writes.
 */
final class SnapshotFile {

	private static final int MAGIC = 0x54484c53;

	/** To be raised with each change of the form: another version is not read. */
	private static final int VERSION = 1;

	private static final int MOST_MACHINES = 1000;

	private static final int MOST_FOREIGN = 1000;

	private final Path file;

	SnapshotFile(Path file) {
		this.file = file;
	}

	/** Replaces the file; it is on the disk when this returns. */
	void write(Map<String, MachineRecord> machines) throws IOException {
		Files.createDirectories(this.file.toAbsolutePath().getParent());
		Path fresh = this.file.resolveSibling(this.file.getFileName() + ".new");
		try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
				StandardOpenOption.TRUNCATE_EXISTING)) {
			OutputStream buffered = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
			CheckedOutputStream checked = new CheckedOutputStream(buffered, new CRC32C());
			DataOutputStream out = new DataOutputStream(checked);
			out.writeInt(MAGIC);
			out.writeInt(VERSION);
			out.writeInt(machines.size());
			for (Map.Entry<String, MachineRecord> machine : machines.entrySet()) {
				out.writeUTF(machine.getKey());
				write(machine.getValue(), out);
			}
			out.writeLong(checked.getChecksum().getValue());
			out.flush();
			channel.force(true);
		}
		Files.move(fresh, this.file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
	}

	private static void write(MachineRecord machine, DataOutputStream out) throws IOException {
		Instant created = machine.streamCreatedAt();
		out.writeBoolean(created != null);
		if (created != null) {
			AgentHealthCodec.instant(created, out);
		}
		StreamPosition newest = machine.newest();
		out.writeBoolean(newest != null);
		if (newest != null) {
			AgentHealthCodec.position(newest, out);
		}
		out.writeInt(machine.foreign().size());
		for (ForeignReport foreign : machine.foreign()) {
			out.writeUTF(foreign.agent());
			out.writeUTF(foreign.claimedMachine());
			out.writeUTF(foreign.status().name());
			AgentHealthCodec.instant(foreign.receivedAt(), out);
		}
		out.writeInt(machine.agents().size());
		for (AgentHealth agent : machine.agents()) {
			AgentHealthCodec.write(agent, out);
		}
	}

	/**
	 * Returns what was written, or null if there is no file.
	 * @throws IOException if it cannot be read, is of another version or damaged
	 */
	@Nullable Map<String, MachineRecord> read() throws IOException {
		try (CheckedInputStream checked = new CheckedInputStream(
				new BufferedInputStream(Files.newInputStream(this.file), 1 << 16), new CRC32C())) {
			DataInputStream in = new DataInputStream(checked);
			int magic = in.readInt();
			int version = in.readInt();
			if (magic != MAGIC || version != VERSION) {
				throw new IOException("not a snapshot of this version: magic=%08x version=%d needed=%d".formatted(magic,
						version, VERSION));
			}
			Map<String, MachineRecord> machines = new LinkedHashMap<>();
			for (int left = AgentHealthCodec.count(in, MOST_MACHINES); left > 0; left--) {
				machines.put(in.readUTF(), readMachine(in));
			}
			long computed = checked.getChecksum().getValue();
			if (in.readLong() != computed) {
				throw new IOException("the checksum is wrong");
			}
			return machines;
		}
		catch (NoSuchFileException ex) {
			return null;
		}
		catch (IllegalArgumentException | DateTimeException ex) {
			throw new IOException("not what was written: " + ex.getMessage(), ex);
		}
	}

	private static MachineRecord readMachine(DataInputStream in) throws IOException {
		Instant created = in.readBoolean() ? AgentHealthCodec.instant(in) : null;
		StreamPosition newest = in.readBoolean() ? AgentHealthCodec.position(in) : null;
		List<ForeignReport> foreign = new ArrayList<>();
		for (int left = AgentHealthCodec.count(in, MOST_FOREIGN); left > 0; left--) {
			foreign.add(new ForeignReport(in.readUTF(), in.readUTF(), HealthStatus.valueOf(in.readUTF()),
					AgentHealthCodec.instant(in)));
		}
		List<AgentHealth> agents = new ArrayList<>();
		for (int left = AgentHealthCodec.count(in, Integer.MAX_VALUE); left > 0; left--) {
			agents.add(AgentHealthCodec.read(in));
		}
		return new MachineRecord(created, newest, agents, foreign);
	}

}
