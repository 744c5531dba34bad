package io.tandem.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A program of the system, on a port of its own, that ends with the test. */
final class ChildProcess implements AutoCloseable {

	private final Process process;

	private final Path log;

	private final Http http;

	private ChildProcess(Process process, Path log, Http http) {
		this.process = process;
		this.log = log;
		this.http = http;
	}

	/**
	 * Starts a program and waits until it answers.
	 * @param arguments in which {@code PORT} stands for a free port
	 */
	static ChildProcess start(Path directory, String readyPath, String program, String... arguments) {
		int port = freePort();
		List<String> command = Stream.concat(Stream.of(program), Stream.of(arguments))
			.map((argument) -> argument.replace("PORT", Integer.toString(port)))
			.toList();
		Path log = directory.resolve(Path.of(program).getFileName() + ".log");
		try {
			assertThat(Path.of(program)).as("Debian's program; ./tandem test installs it").isExecutable();
			Process process = new ProcessBuilder(command).directory(directory.toFile())
				.redirectErrorStream(true)
				.redirectOutput(log.toFile())
				.start();
			ChildProcess child = new ChildProcess(process, log, new Http(port));
			child.awaitReady(readyPath);
			return child;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static int freePort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	Http http() {
		return this.http;
	}

	String log() {
		try {
			return Files.readString(this.log);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Returns the sum of a metric of the program's own, over all its series. */
	double metric(String name, String... labels) {
		return this.http.get("/metrics")
			.body()
			.lines()
			.filter((line) -> line.startsWith(name + "{") || line.startsWith(name + " "))
			.filter((line) -> Stream.of(labels).allMatch(line::contains))
			.mapToDouble((line) -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
			.sum();
	}

	private void awaitReady(String path) {
		try {
			Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.pollInterval(Duration.ofMillis(100))
				.ignoreExceptionsMatching(AssertionError.class::isInstance)
				.failFast(() -> !this.process.isAlive())
				.until(() -> this.http.get(path).statusCode() == 200);
		}
		catch (RuntimeException ex) {
			close();
			throw new IllegalStateException("did not start: " + log(), ex);
		}
	}

	@Override
	public void close() {
		this.process.destroy();
		try {
			if (!this.process.waitFor(5, TimeUnit.SECONDS)) {
				this.process.destroyForcibly().waitFor();
			}
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
	}

}
