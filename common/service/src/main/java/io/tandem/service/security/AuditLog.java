package io.tandem.service.security;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keeps who changed what, a line of JSON each, forced to the disk. A file that is full
 * becomes {@code audit.jsonl.1} and so on, and the oldest goes. A line that cannot be
 * written is counted and logged in full instead: what it tells of has been done already.
 * Thread-safe, guarded by its own lock.
 */
final class AuditLog {

	private static final Logger logger = LoggerFactory.getLogger(AuditLog.class);

	private static final String NAME = "audit.jsonl";

	private static final int MAX_TEXT = 1000;

	private final ReentrantLock lock = new ReentrantLock();

	private final Path directory;

	private final long maxBytes;

	private final int kept;

	private final InstantSource clock;

	private final MeterRegistry registry;

	private final Counter failures;

	/**
	 * @param maxBytes how large a file may get
	 * @param kept how many full files are kept
	 */
	AuditLog(Path directory, long maxBytes, int kept, InstantSource clock, MeterRegistry registry) {
		this.directory = directory;
		this.maxBytes = maxBytes;
		this.kept = kept;
		this.clock = clock;
		this.registry = registry;
		this.failures = Counter.builder("tandem.audit.failures")
			.description("Administrative actions that could not be written to the audit log")
			.register(registry);
	}

	/**
	 * Keeps one action, after it was tried.
	 * @param query null if there was none
	 */
	void record(String caller, String from, String method, String path, @Nullable String query, int status) {
		Map<String, Object> line = new LinkedHashMap<>();
		line.put("at", this.clock.instant().toString());
		line.put("caller", caller);
		line.put("from", from);
		line.put("method", method);
		line.put("path", cut(path));
		if (query != null) {
			line.put("query", cut(query));
		}
		line.put("status", status);
		this.registry.counter("tandem.audit.actions", "outcome", outcome(status)).increment();
		String text = JsonMapper.shared().writeValueAsString(line);
		this.lock.lock();
		try {
			append(text + "\n");
		}
		catch (IOException ex) {
			this.failures.increment();
			logger.atError()
				.addKeyValue("action", text)
				.addKeyValue("directory", this.directory)
				.addKeyValue("reason", ex.toString())
				.log("an administrative action could not be written to the audit log");
		}
		finally {
			this.lock.unlock();
		}
	}

	private void append(String line) throws IOException {
		Path file = this.directory.resolve(NAME);
		ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
		if (Files.exists(file) && Files.size(file) + bytes.remaining() > this.maxBytes) {
			rotate();
		}
		try (FileChannel channel = FileChannel.open(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
			while (bytes.hasRemaining()) {
				channel.write(bytes);
			}
			channel.force(true);
		}
	}

	private void rotate() throws IOException {
		for (int number = this.kept - 1; number >= 0; number--) {
			Path from = numbered(number);
			if (Files.exists(from)) {
				Files.move(from, numbered(number + 1), StandardCopyOption.REPLACE_EXISTING);
			}
		}
	}

	private Path numbered(int number) {
		return this.directory.resolve((number == 0) ? NAME : NAME + "." + number);
	}

	private static String outcome(int status) {
		if (status < 400) {
			return "done";
		}
		return (status == 401 || status == 403) ? "refused" : "failed";
	}

	private static String cut(String text) {
		return text.substring(0, Math.min(text.length(), MAX_TEXT));
	}

}
