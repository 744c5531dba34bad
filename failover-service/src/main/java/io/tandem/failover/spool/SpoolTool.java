package io.tandem.failover.spool;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a spool directory from outside and changes nothing: {@code inspect DIR} prints
 * what it holds, {@code verify DIR} reads every record too. A spool in use can be looked
 * at; its newest segment may then seem unfinished. Exit code 0 if all is well, 1 for
 * damage, 2 for wrong usage.
 */
public final class SpoolTool {

	private static final int OK = 0;

	private static final int DAMAGE = 1;

	private static final int USAGE = 2;

	private static final int MAX_PAYLOAD = 64 << 20;

	private final PrintStream out;

	private final Path directory;

	private boolean damaged;

	private SpoolTool(PrintStream out, Path directory) {
		this.out = out;
		this.directory = directory;
	}

	public static void main(String[] args) {
		System.exit(run(args, System.out, System.err));
	}

	static int run(String[] args, PrintStream out, PrintStream err) {
		if (args.length != 2 || !(args[0].equals("inspect") || args[0].equals("verify"))) {
			err.println("usage: spool inspect|verify DIR");
			return USAGE;
		}
		Path directory = Paths.get(args[1]);
		if (!Files.isDirectory(directory)) {
			err.println("not a directory: " + directory);
			return USAGE;
		}
		try {
			return new SpoolTool(out, directory).look(args[0].equals("verify")) ? OK : DAMAGE;
		}
		catch (IOException ex) {
			err.println("cannot read " + directory + ": " + ex);
			return DAMAGE;
		}
	}

	private boolean look(boolean verify) throws IOException {
		String epoch = Epoch.read(this.directory);
		this.out.println("epoch      " + ((epoch != null) ? epoch : "MISSING OR DAMAGED"));
		this.damaged = epoch == null;
		List<Path> files = new ArrayList<>(SpoolDirectory.segmentFiles(this.directory));
		files.sort(null);
		long bytes = 0;
		long last = 0;
		for (int i = 0; i < files.size(); i++) {
			Long first = Segment.firstOf(files.get(i));
			Long next = (i + 1 < files.size()) ? Segment.firstOf(files.get(i + 1)) : null;
			if (first == null) {
				continue;
			}
			bytes += Files.size(files.get(i));
			last = segment(files.get(i), first, next, epoch, verify || next == null);
		}
		this.out.printf("segments   %d, %d bytes%n", files.size(), bytes);
		for (Path cursor : SpoolDirectory.list(this.directory, Cursor.PREFIX + "*")) {
			cursor(cursor, last);
		}
		for (Path file : SpoolDirectory.list(this.directory, "*" + SpoolDirectory.QUARANTINED)) {
			this.out.printf("put aside  %s, %d bytes%n", file.getFileName(), Files.size(file));
			this.damaged = true;
		}
		Path gaps = this.directory.resolve("gaps");
		if (Files.exists(gaps)) {
			Files.readAllLines(gaps).forEach((line) -> this.out.println("gap        " + line));
		}
		return !this.damaged;
	}

	private long segment(Path file, long first, @Nullable Long next, @Nullable String epoch, boolean read)
			throws IOException {
		long last = (next != null) ? next - 1 : first - 1;
		String state = "not read";
		if (read && epoch != null) {
			try (SegmentReader reader = SegmentReader.open(file, epoch, first, MAX_PAYLOAD)) {
				String fault = reader.headerFault(epoch, first);
				long sequence = first;
				SegmentReader.Look look = SegmentReader.Look.END;
				while ((next == null || sequence < next)
						&& (look = reader.look(sequence, reader.fileSize())) == SegmentReader.Look.FRAME) {
					reader.pass();
					sequence++;
				}
				state = fault.isEmpty() ? "whole" : fault;
				if (next != null && sequence < next) {
					state = "DAMAGED at byte " + reader.offset() + ": " + sequence + "-" + (next - 1) + " not readable";
				}
				else if (next == null && look != SegmentReader.Look.END) {
					state = "unfinished or damaged at byte " + reader.offset() + ", sequence " + sequence;
				}
				last = (next != null) ? last : sequence - 1;
			}
			this.damaged |= !state.equals("whole");
		}
		this.out.printf("segment    %s  %d-%d  %d bytes  %s%n", file.getFileName(), first, last, Files.size(file),
				state);
		return last;
	}

	private void cursor(Path file, long last) throws IOException {
		String reader = Cursor.readerOf(file);
		if (reader.contains(".")) {
			return;
		}
		Position position = Cursor.parse(Files.readAllBytes(file));
		if (position == null) {
			this.out.println("reader     " + reader + "  DAMAGED: begins with the oldest record");
			this.damaged = true;
			return;
		}
		this.out.printf("reader     %s  delivered up to %d, undelivered %d%n", reader, position.sequence(),
				Math.max(0, last - position.sequence()));
	}

}
