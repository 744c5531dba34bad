package io.tandem.failover.spool;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.time.Clock;
import java.util.List;

/**
 * Looks at a spool directory from outside. {@code inspect DIR} prints what it holds,
 * {@code verify DIR} reads every record too; both change nothing and may look while the
 * spool is in use. {@code verify --repair DIR} puts damaged files aside, keeps what is
 * whole in them and records the rest as gaps; it refuses while the spool is in use.
 *
 * <p>
 * Exit code 0 if all that is there is whole, 1 if damage was found, repaired or not, 2
 * for wrong usage, 3 if the spool is in use. What was put aside earlier, and the gaps on
 * record, are shown and are no damage.
 */
public final class SpoolTool {

	private static final int WHOLE = 0;

	private static final int DAMAGE = 1;

	private static final int USAGE = 2;

	private static final int IN_USE = 3;

	private static final String REPAIR = "--repair";

	private SpoolTool() {
	}

	public static void main(String[] args) {
		System.exit(run(args, System.out, System.err));
	}

	static int run(String[] args, PrintStream out, PrintStream err) {
		List<String> words = List.of(args);
		boolean repair = words.contains(REPAIR);
		words = words.stream().filter((word) -> !word.equals(REPAIR)).toList();
		if (words.size() != 2 || !List.of("inspect", "verify").contains(words.getFirst())
				|| (repair && !words.getFirst().equals("verify"))) {
			err.println("usage: spool inspect DIR | spool verify [--repair] DIR");
			return USAGE;
		}
		Path directory = Paths.get(words.getLast());
		try {
			if (!isSpool(directory)) {
				err.println("not a spool directory: " + directory);
				return USAGE;
			}
			String owner = DirectoryLock.ownerOf(directory);
			if (repair && owner != null) {
				err.println("the spool is in use by " + owner + ": stop that process before a repair");
				return IN_USE;
			}
			boolean whole = new SpoolLook(out, directory).look(words.getFirst().equals("verify"));
			if (!whole && repair) {
				out.println();
				SpoolRepair.repair(directory, Clock.systemUTC(), new Printing(out));
				out.println();
				new SpoolLook(out, directory).look(true);
			}
			return whole ? WHOLE : DAMAGE;
		}
		catch (SpoolLockedException ex) {
			err.println(ex.getMessage());
			return IN_USE;
		}
		catch (IOException ex) {
			err.println("cannot read " + directory + ": " + ex);
			return DAMAGE;
		}
	}

	private static boolean isSpool(Path directory) throws IOException {
		return Files.isDirectory(directory)
				&& (Files.exists(directory.resolve(Epoch.FILE)) || !SpoolDirectory.segmentFiles(directory).isEmpty());
	}

	/** Says what a repair does. */
	private record Printing(PrintStream out) implements SpoolListener {

		@Override
		public void quarantined(Path file, String why) {
			this.out.println("repair     put aside " + file.getFileName() + ": " + why);
		}

		@Override
		public void gapRecorded(Gap gap) {
			this.out.println("repair     gap recorded " + SpoolLook.range(gap.first(), gap.last()));
		}

		@Override
		public void tailCut(Path segment, long bytes) {
			this.out.println("repair     cut " + bytes + " bytes of an unfinished record off " + segment.getFileName());
		}

	}

}
