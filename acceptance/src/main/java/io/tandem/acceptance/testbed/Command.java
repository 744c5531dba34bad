package io.tandem.acceptance.testbed;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs programs of the system. */
public final class Command {

	private static final int TIMEOUT_SECONDS = 30;

	private Command() {
	}

	/**
	 * Runs a program to its end and returns what it printed.
	 * @throws IOException if it fails or does not end
	 */
	public static String run(String... words) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(words).redirectErrorStream(true)
			.redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
			.start();
		try {
			byte[] output = process.getInputStream().readAllBytes();
			if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
				throw new IOException(List.of(words) + " failed: " + new String(output, StandardCharsets.UTF_8));
			}
			return new String(output, StandardCharsets.UTF_8).strip();
		}
		finally {
			process.destroyForcibly();
		}
	}

	/** Starts a program that goes on until {@link #end}. */
	public static Process start(String... words) throws IOException {
		return new ProcessBuilder(words).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
	}

	/** Ends a program and all that it has started. */
	public static void end(Process process) {
		process.descendants().forEach(ProcessHandle::destroyForcibly);
		process.destroyForcibly();
	}

}
