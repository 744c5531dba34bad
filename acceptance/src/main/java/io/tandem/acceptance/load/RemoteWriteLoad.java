package io.tandem.acceptance.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Sends remote write requests as fast as the receiver answers and prints what it took,
 * with the CPU of the processes named. Usage:
 * {@code URL REQUESTS SERIES SENDERS [NAME=PID...]}. A tenth of the requests goes ahead
 * uncounted, to warm up.
 */
public final class RemoteWriteLoad {

	private static final Duration PAST = Duration.ofMinutes(10);

	private RemoteWriteLoad() {
	}

	public static void main(String[] arguments) throws Exception {
		if (arguments.length < 4) {
			System.err.println("usage: URL REQUESTS SERIES SENDERS [NAME=PID...]");
			System.exit(2);
		}
		URI target = URI.create(arguments[0]);
		if (!InetAddress.getByName(target.getHost()).isLoopbackAddress()) {
			System.err.println("load goes to loopback addresses only: " + target.getHost());
			System.exit(2);
		}
		int requests = Integer.parseInt(arguments[1]);
		int series = Integer.parseInt(arguments[2]);
		int count = Integer.parseInt(arguments[3]);
		Map<String, Long> processes = new LinkedHashMap<>();
		for (String process : List.of(arguments).subList(4, arguments.length)) {
			processes.put(process.substring(0, process.indexOf('=')),
					Long.parseLong(process.substring(process.indexOf('=') + 1)));
		}
		Load load = new Load(senders(target, count, series));
		load.send(Pace.closed(requests / 10));
		Map<String, ProcessCpu> before = cpu(processes);
		Load.Sent sent = load.send(Pace.closed(requests));
		print(sent, count, series, before, cpu(processes));
	}

	/** Makes senders of series of their own, a lifetime of which has passed already. */
	public static List<? extends Source> senders(URI target, int count, int series) {
		List<Sender> senders = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			senders.add(new Sender(target, System.nanoTime() + "-" + i, series,
					System.currentTimeMillis() - PAST.toMillis()));
		}
		return senders;
	}

	/** Returns the body of a request with the present time. */
	public static byte[] body(String sender, int series) {
		return WriteBody.of(sender, series).at(System.currentTimeMillis());
	}

	private static Map<String, ProcessCpu> cpu(Map<String, Long> processes) throws IOException {
		Map<String, ProcessCpu> cpu = new LinkedHashMap<>();
		for (Map.Entry<String, Long> process : processes.entrySet()) {
			cpu.put(process.getKey(), ProcessCpu.of(process.getValue()));
		}
		return cpu;
	}

	private static void print(Load.Sent sent, int senders, int series, Map<String, ProcessCpu> before,
			Map<String, ProcessCpu> after) {
		long requests = sent.requests();
		double samples = (double) requests * series;
		System.out.printf(
				"%d requests of %d series by %d senders in %.2f s: %.0f k samples/s, p50 %.1f ms, p99 %.1f ms, %d refused%n",
				requests, series, senders, sent.seconds(), samples / sent.seconds() / 1000, sent.millisAt(50),
				sent.millisAt(99), sent.refused());
		double all = 0;
		for (Map.Entry<String, ProcessCpu> process : after.entrySet()) {
			long earlier = Objects.requireNonNull(before.get(process.getKey())).cpuMillis();
			double cpu = (process.getValue().cpuMillis() - earlier) / 1000.0;
			all += cpu;
			System.out.printf(
					"  %-12s %6.2f s CPU, %6.0f us a request, %6.0f k samples per core-second, %d MiB resident%n",
					process.getKey(), cpu, cpu * 1e6 / requests, samples / cpu / 1000,
					process.getValue().residentMebibytes());
		}
		if (after.size() > 1) {
			System.out.printf("  %-12s %6.2f s CPU, %6.0f us a request, %6.0f k samples per core-second%n", "together",
					all, all * 1e6 / requests, samples / all / 1000);
		}
	}

}
