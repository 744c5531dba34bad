package io.tandem.acceptance.store;

import io.tandem.wire.remotewrite.WriteRequests;
import io.tandem.wire.series.Labels;
import io.tandem.wire.series.Sample;
import io.tandem.wire.series.TimeSeries;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes the same series to a Prometheus from several threads in turns, kills it, and
 * counts what it had answered for and has no longer. Arguments: {@code [--rounds N]
 * [--writers N] [--requests N]}; the exit code is 1 if something was lost.
 */
public final class StoreOrderBench {

	private static final int SERIES = 50;

	private static final long STEP_MILLIS = 10;

	private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final Path directory;

	private final URI url;

	private final int port;

	private StoreOrderBench(Path directory) throws IOException {
		this.directory = directory;
		try (ServerSocket free = new ServerSocket(0)) {
			this.port = free.getLocalPort();
		}
		this.url = URI.create("http://127.0.0.1:" + this.port);
	}

	public static void main(String[] arguments) throws Exception {
		int rounds = option(arguments, "--rounds", 10);
		int writers = option(arguments, "--writers", 4);
		int requests = option(arguments, "--requests", 6000);
		int bad = 0;
		for (int round = 1; round <= rounds; round++) {
			Path directory = Files.createTempDirectory("tandem-store-");
			try {
				long lost = new StoreOrderBench(directory).round(writers, requests);
				System.out.printf("round %d: %d requests answered, %d of %d samples lost%n", round, requests, lost,
						(long) requests * SERIES);
				bad += (lost > 0) ? 1 : 0;
			}
			finally {
				delete(directory);
			}
		}
		System.out.printf("%d writers: %d of %d rounds lost something%n", writers, bad, rounds);
		System.exit((bad > 0) ? 1 : 0);
	}

	private long round(int writers, int requests) throws Exception {
		Files.writeString(this.directory.resolve("prometheus.yml"),
				"storage: {tsdb: {out_of_order_time_window: 1h}}\n");
		long began = System.currentTimeMillis() - Duration.ofMinutes(10).toMillis();
		Process prometheus = start();
		try {
			write(writers, requests, began);
			if (missing(requests) != 0) {
				throw new IllegalStateException("Prometheus has not what it has answered for, before it was killed");
			}
			kill(prometheus);
			prometheus = start();
			return missing(requests);
		}
		finally {
			kill(prometheus);
		}
	}

	private Process start() throws IOException, InterruptedException {
		Process process = new ProcessBuilder("prometheus", "--config.file=" + this.directory.resolve("prometheus.yml"),
				"--storage.tsdb.path=" + this.directory.resolve("data"), "--web.listen-address=127.0.0.1:" + this.port,
				"--web.enable-remote-write-receiver")
			.redirectErrorStream(true)
			.redirectOutput(this.directory.resolve("log").toFile())
			.start();
		long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
		while (!isReady()) {
			if (System.nanoTime() - deadline > 0 || !process.isAlive()) {
				kill(process);
				throw new IOException("Prometheus does not start:\n" + Files.readString(this.directory.resolve("log")));
			}
			TimeUnit.MILLISECONDS.sleep(100);
		}
		return process;
	}

	private boolean isReady() throws InterruptedException {
		try {
			return this.http
				.send(HttpRequest.newBuilder(this.url.resolve("/-/ready")).build(), BodyHandlers.discarding())
				.statusCode() == 200;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static void kill(Process process) throws InterruptedException {
		process.destroyForcibly().waitFor();
	}

	private void write(int writers, int requests, long began) throws Exception {
		AtomicInteger next = new AtomicInteger();
		List<Future<?>> all = new ArrayList<>();
		try (ExecutorService threads = Executors.newFixedThreadPool(writers)) {
			for (int i = 0; i < writers; i++) {
				all.add(threads.submit(() -> {
					for (int n = next.getAndIncrement(); n < requests; n = next.getAndIncrement()) {
						write(began + n * STEP_MILLIS);
					}
					return null;
				}));
			}
		}
		for (Future<?> each : all) {
			each.get();
		}
	}

	private void write(long time) throws IOException, InterruptedException {
		List<TimeSeries> series = new ArrayList<>();
		for (int i = 0; i < SERIES; i++) {
			series.add(new TimeSeries(Labels.of(Labels.METRIC_NAME, "order", "n", Integer.toString(i)),
					List.of(new Sample(time, 1))));
		}
		int status = this.http
			.send(HttpRequest.newBuilder(this.url.resolve("/api/v1/write"))
				.header("Content-Encoding", "snappy")
				.header("Content-Type", "application/x-protobuf")
				.POST(BodyPublishers.ofByteArray(WriteRequests.encode(series)))
				.build(), BodyHandlers.discarding())
			.statusCode();
		if (status / 100 != 2) {
			throw new IOException("Prometheus answers " + status);
		}
	}

	private long missing(int requests) throws IOException, InterruptedException {
		String query = URLEncoder.encode("sum(count_over_time(order[1h]))", StandardCharsets.UTF_8);
		byte[] answer = this.http
			.send(HttpRequest.newBuilder(this.url.resolve("/api/v1/query?query=" + query)).build(),
					BodyHandlers.ofByteArray())
			.body();
		JsonNode count = JsonMapper.shared().readTree(answer).at("/data/result/0/value/1");
		return (long) requests * SERIES - (count.isString() ? Long.parseLong(count.asString()) : 0);
	}

	private static int option(String[] arguments, String name, int otherwise) {
		int at = List.of(arguments).indexOf(name);
		return (at >= 0 && at + 1 < arguments.length) ? Integer.parseInt(arguments[at + 1]) : otherwise;
	}

	private static void delete(Path directory) throws IOException {
		try (Stream<Path> files = Files.walk(directory)) {
			files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
		}
	}

}
