package io.tandem.failover.route;

import io.tandem.failover.spool.AtomicFile;
import io.tandem.wire.route.AgentRoute;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tells agents that read an environment file of their route, and restarts them. Which
 * agents those are the folder says: those that have an {@code AGENT.env} in it. Only its
 * line of {@value #VARIABLE} is changed. That a restart is due is written down before the
 * file is changed, and struck out after it, so that one that was cut short is done again.
 * Confined to one thread.
 */
final class EnvironmentFiles {

	static final String VARIABLE = "TANDEM_ROUTE";

	private final @Nullable Path directory;

	private final Function<String, List<String>> restart;

	private final Duration within;

	/**
	 * @param directory null if no agent reads a file
	 * @param restart the command that restarts an agent; empty for none
	 * @param within how long that may take
	 */
	EnvironmentFiles(@Nullable Path directory, Function<String, List<String>> restart, Duration within) {
		this.directory = directory;
		this.restart = restart;
		this.within = within;
	}

	/**
	 * Makes the file say the route, and restarts the agent if it said another one or a
	 * restart is still due.
	 * @return whether the agent was restarted
	 * @throws IOException if the file cannot be changed or the restart failed; it is due
	 * then
	 */
	boolean apply(String agent, AgentRoute route) throws IOException, InterruptedException {
		Path file = (this.directory != null) ? this.directory.resolve(agent + ".env") : null;
		if (file == null || !Files.isRegularFile(file)) {
			return false;
		}
		Path due = file.resolveSibling(agent + ".restart-due");
		String before = Files.readString(file);
		String after = with(before, VARIABLE + "=" + route.word());
		if (!before.equals(after)) {
			AtomicFile.replace(due, "");
			AtomicFile.replace(file, after);
		}
		if (!Files.exists(due)) {
			return false;
		}
		run(this.restart.apply(agent));
		Files.delete(due);
		return true;
	}

	private static String with(String text, String line) {
		List<String> lines = new ArrayList<>(
				text.lines().filter((each) -> !each.strip().startsWith(VARIABLE + "=")).toList());
		lines.add(line);
		return String.join("\n", lines) + "\n";
	}

	private void run(List<String> command) throws IOException, InterruptedException {
		if (command.isEmpty()) {
			return;
		}
		Process process = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
		if (!process.waitFor(this.within.toMillis(), TimeUnit.MILLISECONDS)) {
			process.destroyForcibly();
			throw new IOException("the restart took longer than " + this.within + ": " + command);
		}
		if (process.exitValue() != 0) {
			throw new IOException("the restart failed: status=" + process.exitValue() + " command=" + command);
		}
	}

}
