package io.tandem.failover.delivery;

import io.tandem.failover.spool.SpoolRecord;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Copies of the records that a receiver will never take, a file each, for the operator to
 * look at. Bounded: the oldest go first. Thread-safe, guarded by itself.
 */
final class RefusedRecords {

	private static final int MAX_FILES = 1000;

	private final Path directory;

	private final long maxBytes;

	RefusedRecords(Path directory, long maxBytes) {
		this.directory = directory;
		this.maxBytes = maxBytes;
	}

	/** Keeps a copy of the record's payload and returns its file. */
	synchronized Path keep(String epoch, SpoolRecord record) throws IOException {
		Files.createDirectories(this.directory);
		Path file = this.directory.resolve(epoch + "-" + String.format("%020d", record.sequence()) + ".snappy");
		Files.write(file, record.payload());
		trim(file);
		return file;
	}

	private void trim(Path newest) throws IOException {
		List<Path> files = new ArrayList<>();
		long bytes = 0;
		try (DirectoryStream<Path> stream = Files.newDirectoryStream(this.directory, "*.snappy")) {
			for (Path file : stream) {
				files.add(file);
				bytes += Files.size(file);
			}
		}
		files.sort(Comparator.naturalOrder());
		int count = files.size();
		for (Path file : files) {
			if ((bytes <= this.maxBytes && count <= MAX_FILES) || file.equals(newest)) {
				return;
			}
			bytes -= Files.size(file);
			count--;
			Files.delete(file);
		}
	}

}
