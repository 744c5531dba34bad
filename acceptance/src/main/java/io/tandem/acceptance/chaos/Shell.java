package io.tandem.acceptance.chaos;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Runs commands. Holds no state. */
final class Shell {

	private static final int PATIENCE_SECONDS = 120;

	private Shell() {
	}

	/**
	 * Runs a command of bash to its end.
	 * @throws IOException with what it printed, if it fails or does not end
	 */
	static void run(String command) throws IOException, InterruptedException {
		File output = File.createTempFile("tandem-chaos", ".log");
		try {
			// what goes on in the background keeps a file, not a pipe that nobody reads
			Process process = new ProcessBuilder("bash", "-c", command).redirectErrorStream(true)
				.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
				.redirectOutput(output)
				.start();
			if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
				process.destroyForcibly();
				throw new IOException(command + "\nfailed: "
						+ new String(java.nio.file.Files.readAllBytes(output.toPath()), StandardCharsets.UTF_8));
			}
		}
		finally {
			if (!output.delete()) {
				output.deleteOnExit();
			}
		}
	}

}
