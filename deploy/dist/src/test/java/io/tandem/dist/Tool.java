package io.tandem.dist;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What a program said, both outputs together, and its exit code. */
record Tool(int code, String output) {

	/** The folder {@code deploy}. */
	static final Path DEPLOY = Path.of("..").toAbsolutePath().normalize();

	static Tool run(Map<String, String> environment, List<String> command) {
		ProcessBuilder builder = new ProcessBuilder(command).directory(DEPLOY.toFile()).redirectErrorStream(true);
		builder.environment().keySet().removeIf((name) -> name.startsWith("TANDEM_"));
		builder.environment().putAll(environment);
		try {
			Process process = builder.start();
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			if (!process.waitFor(30, TimeUnit.SECONDS)) {
				process.destroyForcibly();
				throw new IllegalStateException("does not end: command=" + command);
			}
			return new Tool(process.exitValue(), output);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("cannot be run; deploy/cli/prerequisites.sh installs it: command=" + command,
					ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	static Tool run(String... command) {
		return run(Map.of(), List.of(command));
	}

}
