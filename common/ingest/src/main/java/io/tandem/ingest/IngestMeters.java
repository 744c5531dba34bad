package io.tandem.ingest;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.tandem.ingest.PushedRecord.Protocol;
import io.tandem.wire.remotewrite.WriteSummary;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Counts what one protocol brought in. All meters exist from the start, so that a rate
 * over them sees the first event, and counting builds no tags. Thread-safe.
 */
final class IngestMeters {

	private final Counter requests;

	private final Counter samples;

	private final Counter series;

	private final Counter bytes;

	private final Timer duration;

	IngestMeters(MeterRegistry registry, Protocol protocol) {
		Tags tags = Tags.of("protocol", tag(protocol));
		this.requests = Counter.builder("tandem.ingest.requests")
			.description("Pushes that were answered 2xx")
			.tags(tags)
			.register(registry);
		this.samples = Counter.builder("tandem.ingest.samples")
			.description("Samples in accepted pushes")
			.tags(tags)
			.register(registry);
		this.series = Counter.builder("tandem.ingest.series")
			.description("Series in accepted pushes")
			.tags(tags)
			.register(registry);
		this.bytes = Counter.builder("tandem.ingest.bytes")
			.description("Bodies of accepted pushes, as sent")
			.baseUnit("bytes")
			.tags(tags)
			.register(registry);
		this.duration = Timer.builder("tandem.ingest.duration")
			.description("Handling of a push, accepted or not, from its first header to the answer")
			.tags(tags)
			.register(registry);
	}

	static String tag(Protocol protocol) {
		return protocol.name().toLowerCase(Locale.ROOT);
	}

	void accepted(WriteSummary summary, int bodyBytes) {
		this.requests.increment();
		this.samples.increment(summary.samples());
		this.series.increment(summary.series());
		this.bytes.increment(bodyBytes);
	}

	/**
	 * @param startNanos {@link System#nanoTime()} at the request's start
	 */
	void handledSince(long startNanos) {
		this.duration.record(System.nanoTime() - startNanos, TimeUnit.NANOSECONDS);
	}

}
