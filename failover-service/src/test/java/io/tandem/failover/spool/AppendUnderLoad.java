package io.tandem.failover.spool;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * A process to be killed: appends without end, and says which sequence each record got,
 * after it was acknowledged. Each record's content follows from its seed, which is its
 * first eight bytes.
 */
final class AppendUnderLoad {

	static final SpoolSettings SETTINGS = new SpoolSettings(1 << 20, 4L << 30, 0, 64 << 20, 1 << 16,
			Duration.ofHours(24), 4L << 30);

	static final int THREADS = 16;

	private AppendUnderLoad() {
	}

	static byte[] payload(long seed) {
		Random random = new Random(seed);
		byte[] payload = new byte[Long.BYTES + random.nextInt(6000)];
		random.nextBytes(payload);
		ByteBuffer.wrap(payload).putLong(0, seed);
		return payload;
	}

	public static void main(String[] args) throws Exception {
		Random seeds = new Random(Long.parseLong(args[1]));
		Spool spool = Spool.open(Path.of(args[0]), SETTINGS, InstantSource.system(), SpoolListener.NONE);
		FileOutputStream out = new FileOutputStream(FileDescriptor.out);
		say(out, "open " + spool.durable());
		for (int i = 0; i < THREADS; i++) {
			long seed = seeds.nextLong();
			Thread.ofVirtual().start(() -> appendForEver(spool, out, new Random(seed)));
		}
		// ends with its parent, should nobody kill it
		while (System.in.read() >= 0) {
			continue;
		}
		Runtime.getRuntime().halt(1);
	}

	/**
	 * Says {@code sequence seed} for each record; waits a moment when there is no room.
	 */
	static void appendForEver(Spool spool, FileOutputStream out, Random seeds) {
		while (true) {
			long seed = seeds.nextLong();
			switch (spool.append((byte) 1, seed, payload(seed)).join()) {
				case AppendOutcome.Appended(long sequence) -> say(out, sequence + " " + seed);
				case AppendOutcome.Full full -> LockSupport.parkNanos(1_000_000);
				case AppendOutcome.Failed failed -> {
					say(out, "error " + failed);
					return;
				}
			}
		}
	}

	static void say(FileOutputStream out, String line) {
		try {
			out.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
		}
		catch (IOException ex) {
			Runtime.getRuntime().halt(2);
		}
	}

}
