package io.tandem.acceptance.ingest;

import io.tandem.acceptance.load.RemoteWriteLoad;
import io.tandem.acceptance.load.Source;
import io.tandem.acceptance.testbed.Command;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What others make, from the distribution's packages, in a network namespace of its own.
 * Confined to one thread.
 */
final class Peer implements Contender {

	static final String ADDRESS = "10.77.0.3";

	/** Where VictoriaMetrics listens, also as Tandem's store. */
	static final URI VICTORIA = URI.create("http://" + ADDRESS + ":8428/api/v1/write");

	private static final String NAMESPACE = "tandem-peer";

	private static final Duration START = Duration.ofSeconds(30);

	private final String name;

	private final String durability;

	private final URI target;

	private final Path directory;

	private final Map<String, List<String>> programs;

	private final Map<String, Process> running = new LinkedHashMap<>();

	private Peer(String name, String durability, URI target, Path directory, Map<String, List<String>> programs) {
		this.name = name;
		this.durability = durability;
		this.target = target;
		this.directory = directory;
		this.programs = programs;
	}

	/**
	 * The receiver of Prometheus, with the window for late samples that Tandem's own
	 * store has.
	 */
	static Peer prometheus(Path directory) {
		Path config = directory.resolve("prometheus.yml");
		return new Peer("prometheus", "nothing: the write-ahead log is not synced", uri(9090, "/api/v1/write"),
				directory,
				Map.of("prometheus", List.of("/usr/bin/prometheus", "--config.file=" + config,
						"--storage.tsdb.path=" + directory.resolve("tsdb"), "--web.listen-address=" + ADDRESS + ":9090",
						"--web.enable-remote-write-receiver", "--log.level=warn")));
	}

	static Peer victoriaMetrics(Path directory) {
		return new Peer("victoria-metrics", "nothing: the last second is in memory", VICTORIA, directory,
				Map.of("victoria-metrics", victoria(directory)));
	}

	/**
	 * A vmagent with its queue on the disk before a VictoriaMetrics; as many queues as
	 * its manual advises.
	 */
	static Peer vmagent(Path directory) {
		Map<String, List<String>> programs = new LinkedHashMap<>();
		programs.put("victoria-metrics", victoria(directory));
		programs.put("vmagent",
				List.of("/usr/bin/vmagent", "-httpListenAddr=" + ADDRESS + ":8429", "-remoteWrite.url=" + VICTORIA,
						"-remoteWrite.tmpDataPath=" + directory.resolve("queue"), "-remoteWrite.maxDiskUsagePerURL=4GB",
						"-loggerLevel=WARN"));
		return new Peer("vmagent + victoria-metrics", "nothing: in memory, or on the disk without a sync",
				uri(8429, "/api/v1/write"), directory, programs);
	}

	/** A vmagent whose store is away: all goes into its queue on the disk. */
	static Peer vmagentAlone(Path directory) {
		return new Peer("vmagent", "nothing: in memory, or on the disk without a sync", uri(8429, "/api/v1/write"),
				directory,
				Map.of("vmagent", List.of("/usr/bin/vmagent", "-httpListenAddr=" + ADDRESS + ":8429",
						"-remoteWrite.url=" + VICTORIA, "-remoteWrite.tmpDataPath=" + directory.resolve("queue"),
						"-remoteWrite.maxDiskUsagePerURL=4GB", "-loggerLevel=ERROR")));
	}

	private static List<String> victoria(Path directory) {
		return List.of("/usr/bin/victoria-metrics", "-httpListenAddr=" + ADDRESS + ":8428",
				"-storageDataPath=" + directory.resolve("store"), "-retentionPeriod=1d", "-loggerLevel=WARN");
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public String durability() {
		return this.durability;
	}

	@Override
	public void start() throws IOException, InterruptedException {
		Command.run("rm", "-rf", this.directory.toString());
		Files.createDirectories(this.directory);
		Files.writeString(this.directory.resolve("prometheus.yml"),
				"storage: {tsdb: {out_of_order_time_window: 24h}}\n");
		for (Map.Entry<String, List<String>> program : this.programs.entrySet()) {
			List<String> words = new ArrayList<>(List.of("ip", "netns", "exec", NAMESPACE));
			words.addAll(program.getValue());
			this.running.put(program.getKey(), Command.start(words.toArray(String[]::new)));
		}
		long deadline = System.nanoTime() + START.toNanos();
		while (!isListening()) {
			if (System.nanoTime() - deadline > 0) {
				throw new IOException(this.name + " does not listen at " + this.target);
			}
			TimeUnit.MILLISECONDS.sleep(100);
		}
	}

	private boolean isListening() {
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress(this.target.getHost(), this.target.getPort()), 500);
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	@Override
	public List<? extends Source> sources(int senders, int series) {
		return RemoteWriteLoad.senders(this.target, senders, series);
	}

	@Override
	public Map<String, Long> processes() {
		Map<String, Long> processes = new LinkedHashMap<>();
		this.running.forEach((program, process) -> processes.put(program, process.pid()));
		return processes;
	}

	@Override
	public void awaitStored(long samples) throws IOException, InterruptedException {
		if (this.running.containsKey("victoria-metrics")) {
			Victoria.awaitRows(samples);
		}
	}

	@Override
	public void close() {
		this.running.values().forEach(Command::end);
		this.running.clear();
	}

	private static URI uri(int port, String path) {
		return URI.create("http://" + ADDRESS + ":" + port + path);
	}

}
