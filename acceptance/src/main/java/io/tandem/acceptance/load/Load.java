package io.tandem.acceptance.load;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;

/** Sources that send at the same time, by one pace. Confined to one thread. */
public final class Load {

	private final List<? extends Source> sources;

	public Load(List<? extends Source> sources) {
		this.sources = List.copyOf(sources);
	}

	/**
	 * Sends until the pace has no more; what was measured before is forgotten.
	 * @throws Exception if a receiver goes away
	 */
	public Sent send(Pace pace) throws Exception {
		this.sources.forEach(Source::forget);
		long began = System.nanoTime();
		try (ExecutorService threads = Executors.newFixedThreadPool(this.sources.size())) {
			List<Future<?>> running = new ArrayList<>();
			for (Source source : this.sources) {
				running.add(threads.submit(() -> {
					source.run(pace);
					return null;
				}));
			}
			for (Future<?> one : running) {
				one.get();
			}
		}
		double seconds = (System.nanoTime() - began) / 1e9;
		Histogram latency = new Histogram(3);
		this.sources.forEach((source) -> latency.add(source.latency()));
		return new Sent(latency, this.sources.stream().mapToLong(Source::refused).sum(), seconds);
	}

	/**
	 * What was sent.
	 *
	 * @param latency of all requests that were answered, microseconds
	 * @param refused how many of them were answered otherwise than 2xx
	 * @param seconds from the first to the last answer
	 */
	public record Sent(Histogram latency, long refused, double seconds) {

		public long requests() {
			return this.latency.getTotalCount();
		}

		public double millisAt(double percentile) {
			return this.latency.getValueAtPercentile(percentile) / 1000.0;
		}

	}

}
