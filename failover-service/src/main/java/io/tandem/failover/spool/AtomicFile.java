package io.tandem.failover.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Small files that are replaced as a whole: a reader sees the old or the new content.
 * Holds no state; two writers of one file must not meet.
 */
public final class AtomicFile {

	private AtomicFile() {
	}

	/** Replaces the file by a text; its content is durable before it gets its name. */
	public static void replace(Path file, String text) throws IOException {
		Path fresh = file.resolveSibling(file.getFileName() + ".new");
		try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
				StandardOpenOption.TRUNCATE_EXISTING)) {
			ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
			while (bytes.hasRemaining()) {
				channel.write(bytes);
			}
			channel.force(true);
		}
		Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
	}

	/** Returns the line with its checksum behind it. */
	static String seal(String line) {
		return line + " " + crc(line) + "\n";
	}

	/** Returns the line that was sealed, or null if it is not what was written. */
	static @Nullable String unseal(String text) {
		String line = text.strip();
		int space = line.lastIndexOf(' ');
		if (space < 0 || !crc(line.substring(0, space)).equals(line.substring(space + 1))) {
			return null;
		}
		return line.substring(0, space);
	}

	private static String crc(String line) {
		CRC32C crc = new CRC32C();
		crc.update(line.getBytes(StandardCharsets.UTF_8));
		return String.format("%08x", crc.getValue());
	}

}
