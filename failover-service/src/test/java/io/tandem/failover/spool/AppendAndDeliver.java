package io.tandem.failover.spool;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;

/**
 * A process to be killed that does what the service does: many threads append, one reads
 * behind them and moves a cursor. It says what was acknowledged and, before it moves the
 * cursor, what was read. The spool is kept small, so that it drops segments all the time.
 */
final class AppendAndDeliver {

	static final SpoolSettings SETTINGS = new SpoolSettings(256 << 10, 32 << 20, 0, 64 << 20, 1 << 16,
			Duration.ofHours(24), 32 << 20);

	static final String READER = "hub";

	private AppendAndDeliver() {
	}

	public static void main(String[] args) throws Exception {
		Random seeds = new Random(Long.parseLong(args[1]));
		FileOutputStream out = new FileOutputStream(FileDescriptor.out);
		Spool spool = Spool.open(Path.of(args[0]), SETTINGS, InstantSource.system(), new Speaking(out));
		AppendUnderLoad.say(out, "open " + spool.durable());
		for (int i = 0; i < AppendUnderLoad.THREADS; i++) {
			long seed = seeds.nextLong();
			Thread.ofVirtual().start(() -> AppendUnderLoad.appendForEver(spool, out, new Random(seed)));
		}
		Thread.ofPlatform().daemon().start(() -> deliverForEver(spool, out, new Random(seeds.nextLong())));
		// ends with its parent, should nobody kill it
		while (System.in.read() >= 0) {
			continue;
		}
		Runtime.getRuntime().halt(1);
	}

	/** Leaves holes, as a live lane does, which the next process fills. */
	private static void deliverForEver(Spool spool, FileOutputStream out, Random dice) {
		try {
			DeliveredRanges delivered = spool.deliveredBy(READER);
			long old = spool.durable();
			try (SpoolReader reader = spool.reader(delivered.position())) {
				while (true) {
					reader.await(Duration.ofSeconds(1));
					List<SpoolRecord> records = reader.read(50, 1 << 20);
					for (SpoolRecord record : records) {
						AppendUnderLoad.say(out, "read " + record.sequence() + " " + record.acceptedAtMillis());
					}
					if (!records.isEmpty() && (records.getFirst().sequence() <= old || dice.nextInt(8) > 0)) {
						delivered.mark(records.getFirst().sequence(), records.getLast().end());
						delivered.persist();
					}
				}
			}
		}
		catch (Exception ex) {
			AppendUnderLoad.say(out, "error " + ex);
		}
	}

	/** Says what was repaired. */
	private record Speaking(FileOutputStream out) implements SpoolListener {

		@Override
		public void tailCut(Path segment, long bytes) {
			AppendUnderLoad.say(this.out, "cut");
		}

		@Override
		public void quarantined(Path file, String why) {
			AppendUnderLoad.say(this.out, "quarantined");
		}

	}

}
