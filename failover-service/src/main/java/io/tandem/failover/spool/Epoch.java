package io.tandem.failover.spool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The file that names the life of a spool directory. */
final class Epoch {

	static final String FILE = "epoch";

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss")
		.withZone(ZoneOffset.UTC);

	private Epoch() {
	}

	/** Returns the directory's epoch, or null if its file is missing or damaged. */
	static @Nullable String read(Path directory) throws IOException {
		Path file = directory.resolve(FILE);
		if (!Files.exists(file)) {
			return null;
		}
		String epoch = AtomicFile.unseal(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
		return (epoch != null && epoch.matches("[A-Za-z0-9_-]{1,64}")) ? epoch : null;
	}

	/** Makes up an epoch that never was and makes it durable. */
	static String create(Path directory, Instant now, Disk disk) throws IOException {
		byte[] random = new byte[6];
		new SecureRandom().nextBytes(random);
		String epoch = TIME.format(now) + "-" + HexFormat.of().formatHex(random);
		AtomicFile.replace(directory.resolve(FILE), AtomicFile.seal(epoch));
		disk.syncDirectory(directory);
		return epoch;
	}

}
