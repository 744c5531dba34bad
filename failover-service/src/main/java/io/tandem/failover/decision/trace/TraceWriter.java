package io.tandem.failover.decision.trace;

import io.tandem.failover.decision.Transition;
import io.tandem.failover.detection.Observation;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a trace of bounded size: {@code trace.jsonl}, and the one before it as
 * {@code trace.1.jsonl}. Lines reach the operating system with a decision, or with
 * {@link #flush}; a crash of the machine may cost the newest. After a failure nothing is
 * kept until the next line, which begins a file anew. Confined to one thread.
 */
public final class TraceWriter implements AutoCloseable {

	/** At how many bytes a new file is begun. */
	public static final long MAX_BYTES = 8L << 20;

	private final Path directory;

	private final Supplier<Header> headers;

	private final long maxBytes;

	private @Nullable BufferedWriter writer;

	private long bytes;

	/**
	 * Begins a file with the first line that is written.
	 * @param headers gives the header of each file, as of now
	 */
	public TraceWriter(Path directory, Supplier<Header> headers) {
		this(directory, headers, MAX_BYTES);
	}

	TraceWriter(Path directory, Supplier<Header> headers, long maxBytes) {
		this.directory = directory;
		this.headers = headers;
		this.maxBytes = maxBytes;
	}

	/**
	 * Adds an observation; a tick is passed over.
	 * @throws IOException if it cannot be written; the caller may go on without a trace
	 */
	public void write(Observation observation) throws IOException {
		String line = TraceLines.write(observation);
		if (line != null) {
			write(line);
		}
	}

	/**
	 * Adds a decision, and hands all lines over to the operating system.
	 * @throws IOException if it cannot be written; the caller may go on without a trace
	 */
	public void write(Transition transition) throws IOException {
		write(TraceLines.write(Decided.of(transition)));
		flush();
	}

	private void write(String line) throws IOException {
		try {
			BufferedWriter open = this.writer;
			if (open == null || this.bytes >= this.maxBytes) {
				open = begin();
			}
			append(open, line);
		}
		catch (IOException ex) {
			abandon();
			throw ex;
		}
	}

	private BufferedWriter begin() throws IOException {
		close();
		Files.createDirectories(this.directory);
		Path newest = this.directory.resolve("trace.jsonl");
		if (Files.exists(newest)) {
			Files.move(newest, this.directory.resolve("trace.1.jsonl"), StandardCopyOption.ATOMIC_MOVE,
					StandardCopyOption.REPLACE_EXISTING);
		}
		BufferedWriter open = Files.newBufferedWriter(newest, StandardCharsets.UTF_8);
		this.writer = open;
		this.bytes = 0;
		append(open, TraceLines.write(this.headers.get()));
		return open;
	}

	private void append(BufferedWriter open, String line) throws IOException {
		open.write(line);
		open.write('\n');
		this.bytes += line.length() + 1;
	}

	/**
	 * Hands all lines over to the operating system.
	 * @throws IOException if they cannot be written
	 */
	public void flush() throws IOException {
		if (this.writer != null) {
			try {
				this.writer.flush();
			}
			catch (IOException ex) {
				abandon();
				throw ex;
			}
		}
	}

	private void abandon() {
		try {
			close();
		}
		catch (IOException ex) {
			// the failure before it is the one to tell
		}
	}

	@Override
	public void close() throws IOException {
		BufferedWriter open = this.writer;
		this.writer = null;
		if (open != null) {
			open.close();
		}
	}

}
