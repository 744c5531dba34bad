package io.tandem.acceptance.stack;

import static org.awaitility.Awaitility.await;

import io.tandem.acceptance.fleet.Site;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Starts both machines by {@code ./tandem up}, once for all tests that ask for it, on
 * addresses of their own, so that a stack that runs already is not touched; and stops
 * them at the end. Of a test that fails, both machines' logs, streams and stored samples
 * are kept beside the reports.
 */
public final class TwoMachines implements BeforeAllCallback, AfterTestExecutionCallback, AutoCloseable {

	private static final Duration START = Duration.ofMinutes(4);

	private static final String ACTUATOR = "/actuator/health";

	/** The programs that run on every machine; its hub comes first. */
	public static List<Program> programs(Site site) {
		boolean centre = site.machine().equals("mainpc");
		return List.of(new Program(centre ? "central-hub" : "edge-hub", site.hubPort(), ACTUATOR),
				new Program("failover", 9200, ACTUATOR), new Program("health-sync", 9300, ACTUATOR),
				new Program("nats", centre ? 8222 : 8223, "/healthz"), new Program("prometheus", 9090, "/-/ready"),
				new Program("pushgateway", 9091, "/-/ready"), new Program("alertmanager", 9093, "/-/ready"));
	}

	/** Returns one of them by its name. */
	public static Program program(Site site, String name) {
		return programs(site).stream().filter((each) -> each.name().equals(name)).findFirst().orElseThrow();
	}

	public final Site mainpc = new Site("mainpc", "127.0.7.1", 9000, 37);

	public final Site pc2 = new Site("pc2", "127.0.7.2", 9100, 40);

	private final Path root = root();

	private Path home = Path.of("unset");

	@Override
	public void beforeAll(ExtensionContext context) {
		TwoMachines shared = context.getRoot()
			.getStore(Namespace.GLOBAL)
			.computeIfAbsent(TwoMachines.class, (key) -> new TwoMachines().start(), TwoMachines.class);
		this.home = shared.home;
	}

	@Override
	public void afterTestExecution(ExtensionContext context) {
		if (context.getExecutionException().isPresent()) {
			Path kept = this.root.resolve("acceptance/target/failed").resolve(context.getDisplayName());
			for (Site site : List.of(this.mainpc, this.pc2)) {
				Path of = kept.resolve(site.machine());
				run(Duration.ofMinutes(1), List.of("mkdir", "-p", of.toString()));
				Path from = this.home.resolve(site.machine());
				run(Duration.ofMinutes(1), List.of("cp", "-r", from.resolve("log").toString(),
						from.resolve("prometheus").toString(), from.resolve("nats").toString(), of.toString()));
			}
		}
	}

	private TwoMachines start() {
		try {
			this.home = Files.createTempDirectory("tandem");
			Runtime.getRuntime().addShutdownHook(new Thread(this::close));
			tandem(START, "up");
			return this;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Sends SIGKILL to a program of a machine; its supervisor will bring it back. */
	private void kill(Site site, String program) {
		String pid = tandem(Duration.ofSeconds(20), "ctl", site.machine(), "pid", program).strip();
		run(Duration.ofSeconds(5), List.of("kill", "-9", pid));
	}

	/** Kills a program and waits until it is healthy again. */
	public void killAndAwait(Site site, Program program) {
		kill(site, program.name());
		await("healthy again after kill -9 of " + program.name() + " on " + site.machine())
			.pollInterval(Duration.ofMillis(500))
			.atMost(Duration.ofSeconds(150))
			.ignoreExceptions()
			.until(() -> isHealthy(site, program));
	}

	/** Tells whether a program answers as healthy. */
	private boolean isHealthy(Site site, Program program) throws IOException {
		HttpURLConnection connection = (HttpURLConnection) URI
			.create("http://" + site.address() + ":" + program.port() + program.path())
			.toURL()
			.openConnection();
		connection.setConnectTimeout(1000);
		connection.setReadTimeout(2000);
		return connection.getResponseCode() == 200;
	}

	/** Runs {@code ./tandem} on these machines, however it ends. */
	public Ended command(String... arguments) {
		return command(Duration.ofMinutes(2), arguments);
	}

	private Ended command(Duration timeout, String... arguments) {
		List<String> command = new ArrayList<>(List.of(this.root.resolve("tandem").toString()));
		command.addAll(List.of(arguments));
		return run(timeout, command);
	}

	private String tandem(Duration timeout, String... arguments) {
		Ended ended = command(timeout, arguments);
		if (ended.status() != 0) {
			throw new IllegalStateException(
					"tandem " + List.of(arguments) + " ended with " + ended.status() + ": " + ended.output());
		}
		return ended.output();
	}

	private Ended run(Duration timeout, List<String> command) {
		try {
			Path output = Files.createTempFile("tandem", ".out");
			ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(output.toFile())
				.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
			builder.environment()
				.putAll(Map.of("TANDEM_HOME", this.home.toString(), "TANDEM_BUILD", "no", "TANDEM_MAINPC_ADDRESS",
						this.mainpc.address(), "TANDEM_PC2_ADDRESS", this.pc2.address()));
			Process process = builder.start();
			try {
				if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
					process.destroyForcibly();
					throw new IllegalStateException(
							command + " did not end within " + timeout + ": " + Files.readString(output));
				}
				return new Ended(process.exitValue(), Files.readString(output));
			}
			finally {
				Files.delete(output);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(command + " was interrupted", ex);
		}
	}

	@Override
	public void close() {
		if (!Files.isDirectory(this.home)) {
			return;
		}
		tandem(Duration.ofMinutes(2), "down", "--wipe");
		run(Duration.ofMinutes(1), List.of("rm", "-rf", this.home.toString()));
	}

	private static Path root() {
		Path folder = Path.of("").toAbsolutePath();
		while (!Files.exists(folder.resolve("tandem"))) {
			folder = folder.getParent();
		}
		return folder;
	}

	/**
	 * A program of a machine.
	 *
	 * @param name as its supervisor calls it
	 * @param path answers 200 when it is healthy
	 */
	public record Program(String name, int port, String path) {
	}

	/**
	 * A command that has ended.
	 *
	 * @param output both its streams
	 */
	public record Ended(int status, String output) {
	}

}
