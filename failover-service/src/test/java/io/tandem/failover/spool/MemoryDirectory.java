package io.tandem.failover.spool;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/** A directory in memory where there is such a thing, for tests with very many files. */
final class MemoryDirectory implements TempDirFactory {

	private static final Path SHARED_MEMORY = Path.of("/dev/shm");

	@Override
	public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context) throws Exception {
		return Files.isWritable(SHARED_MEMORY) ? Files.createTempDirectory(SHARED_MEMORY, "spool")
				: Files.createTempDirectory("spool");
	}

}
