package io.tandem.test.nats;

import io.tandem.test.net.FreePorts;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A nats-server with JetStream as a child process, with a store of its own. It keeps its
 * port and its store over {@link #kill()} and {@link #start()}; {@link #close()} removes
 * both. Confined to one thread at a time.
 */
public final class NatsServer implements AutoCloseable {

	private static final Duration START_LIMIT = Duration.ofSeconds(20);

	private static final Set<Process> LIVE = ConcurrentHashMap.newKeySet();

	static {
		Runtime.getRuntime()
			.addShutdownHook(new Thread(() -> LIVE.forEach(Process::destroyForcibly), "nats-server-reaper"));
	}

	private final NatsServerOptions options;

	private final Path directory;

	private final Path log;

	private final int port;

	private final int leafPort;

	private @Nullable Process process;

	NatsServer(NatsServerOptions options) {
		this.options = options;
		this.port = FreePorts.next();
		this.leafPort = options.acceptsLeaves() ? FreePorts.next() : 0;
		try {
			this.directory = Files.createTempDirectory("nats-" + options.domain() + "-");
			this.log = this.directory.resolve("server.log");
			Files.writeString(this.directory.resolve("server.conf"),
					options.configuration(this.port, this.leafPort, this.directory.resolve("store")));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Describes a server whose JetStream domain (and name) is the one given. */
	public static NatsServerOptions inDomain(String domain) {
		return new NatsServerOptions(domain);
	}

	/** Returns {@code nats://127.0.0.1:<port>}. */
	public String url() {
		return "nats://127.0.0.1:" + this.port;
	}

	/** Returns the client port; the same over restarts. */
	public int port() {
		return this.port;
	}

	/** Returns the port that leaf nodes dial; 0 if none is open. */
	public int leafPort() {
		return this.leafPort;
	}

	/** Returns where the streams' files are. */
	public Path storeDirectory() {
		return this.directory.resolve("store");
	}

	/** Returns everything the server has logged so far. */
	public String log() {
		try {
			return Files.exists(this.log) ? Files.readString(this.log) : "";
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Tells whether the process runs; a paused one does. */
	public boolean isRunning() {
		Process current = this.process;
		return current != null && current.isAlive();
	}

	/**
	 * Starts the process and waits until JetStream answers; does nothing if it runs.
	 * @throws IllegalStateException with the server's log, if it does not answer within
	 * 20 s
	 */
	public NatsServer start() {
		if (isRunning()) {
			return this;
		}
		Process started = launch();
		this.process = started;
		JetStreamProbe probe = new JetStreamProbe(this.port, this.options.user(), this.options.password());
		long deadline = System.nanoTime() + START_LIMIT.toNanos();
		while (!probe.answers()) {
			if (!started.isAlive() || System.nanoTime() > deadline) {
				kill();
				throw new IllegalStateException("nats-server did not start: domain=" + this.options.domain() + " port="
						+ this.port + " log=\n" + log());
			}
			pauseBetweenTries(started);
		}
		return this;
	}

	/** Ends it at once, as a crash would (SIGKILL); the store stays. */
	public void kill() {
		end(true);
	}

	/** Ends it in an orderly way (SIGTERM, killed after 10 s); the store stays. */
	public void stop() {
		end(false);
	}

	/** Freezes the process (SIGSTOP): connections stay open, nothing answers. */
	public void pause() {
		signal("STOP");
		awaitStopped();
	}

	/** Lets a frozen process go on (SIGCONT). */
	public void resume() {
		signal("CONT");
	}

	/** Kills it and removes its store. */
	@Override
	public void close() {
		kill();
		try (Stream<Path> files = Files.walk(this.directory)) {
			files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Process launch() {
		try {
			Process started = new ProcessBuilder("/usr/sbin/nats-server", "-c",
					this.directory.resolve("server.conf").toString())
				.redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.appendTo(this.log.toFile()))
				.start();
			LIVE.add(started);
			return started;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("nats-server cannot be run, is Debian's package nats-server installed?", ex);
		}
	}

	private void end(boolean forcibly) {
		Process running = this.process;
		if (running == null) {
			return;
		}
		if (!forcibly) {
			running.destroy();
			awaitEnd(running, 10);
		}
		running.destroyForcibly();
		if (!awaitEnd(running, 10)) {
			throw new IllegalStateException("nats-server did not end: pid=" + running.pid());
		}
		LIVE.remove(running);
		this.process = null;
	}

	/**
	 * A thread on another processor may run on for a moment after the signal was sent.
	 */
	private void awaitStopped() {
		Path tasks = Path.of("/proc", Long.toString(Objects.requireNonNull(this.process).pid()), "task");
		long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
		while (!isStopped(tasks)) {
			if (System.nanoTime() - deadline > 0) {
				throw new IllegalStateException("nats-server runs on: domain=" + this.options.domain());
			}
			Thread.onSpinWait();
		}
	}

	private static boolean isStopped(Path tasks) {
		try (Stream<Path> each = Files.list(tasks)) {
			for (Path task : each.toList()) {
				String line = Files.readString(task.resolve("stat"));
				if (line.charAt(line.lastIndexOf(')') + 2) != 'T') {
					return false;
				}
			}
			return true;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void signal(String name) {
		Process running = this.process;
		if (running == null) {
			throw new IllegalStateException("nats-server does not run: domain=" + this.options.domain());
		}
		try {
			Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(running.pid())).inheritIO().start();
			if (!awaitEnd(kill, 10) || kill.exitValue() != 0) {
				throw new IllegalStateException("kill failed: signal=" + name + " pid=" + running.pid());
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void pauseBetweenTries(Process started) {
		// returns early if the process ends, so a broken start is reported at once
		waitFor(started, 50, TimeUnit.MILLISECONDS);
	}

	private static boolean awaitEnd(Process process, long seconds) {
		return waitFor(process, seconds, TimeUnit.SECONDS);
	}

	private static boolean waitFor(Process process, long time, TimeUnit unit) {
		try {
			return process.waitFor(time, unit);
		}
		catch (InterruptedException ex) {
			process.destroyForcibly();
			Thread.currentThread().interrupt();
			throw new IllegalStateException("interrupted while waiting for a process: pid=" + process.pid(), ex);
		}
	}

	@Override
	public String toString() {
		return "nats-server " + this.options.domain() + " " + url();
	}

	static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
