package io.tandem.failover.delivery;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.tandem.failover.detection.Tier;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Counts what a lane does. Thread-safe. */
final class DeliveryMeters {

	private final MeterRegistry registry;

	private final String lane;

	private final Counter refused;

	private final Counter left;

	private final Map<Tier.Kind, OfTier> tiers = new ConcurrentHashMap<>();

	DeliveryMeters(MeterRegistry registry, LaneName lane) {
		this.registry = registry;
		this.lane = lane.word();
		Tags tags = Tags.of("lane", this.lane);
		this.refused = counter(registry, "tandem.delivery.refused",
				"Records that the receiver will never take; each is a recorded gap", tags);
		this.left = counter(registry, "tandem.delivery.left", "Records left to the backlog because they were too old",
				tags);
	}

	void answered(Tier tier, long nanos) {
		of(tier).answer.record(nanos, TimeUnit.NANOSECONDS);
	}

	/**
	 * @param ageMillis the oldest record's age when it was taken
	 */
	void accepted(Tier tier, Batch batch, long ageMillis) {
		OfTier meters = of(tier);
		meters.records.increment(batch.records().size());
		meters.bytes.increment(batch.body().length);
		meters.batch.record(batch.records().size());
		meters.age.record(ageMillis, TimeUnit.MILLISECONDS);
	}

	void retried(Tier tier, String reason) {
		counter(this.registry, "tandem.delivery.retries", "Failed tries; the records are sent again",
				Tags.of("lane", this.lane, "tier", tier.kind().word(), "reason", reason))
			.increment();
	}

	/** The tier was left before an answer came. */
	void givenUp(Tier tier) {
		of(tier).givenUp.increment();
	}

	void refused() {
		this.refused.increment();
	}

	void left(long records) {
		this.left.increment(records);
	}

	void twin(String outcome, long records) {
		counter(this.registry, "tandem.delivery.twin",
				"Critical records by what became of their second copy; skipped ones count whoever sent them",
				Tags.of("outcome", outcome))
			.increment(records);
	}

	private static Counter counter(MeterRegistry registry, String name, String description, Tags tags) {
		return Counter.builder(name).description(description).tags(tags).register(registry);
	}

	private OfTier of(Tier tier) {
		return this.tiers.computeIfAbsent(tier.kind(), (kind) -> new OfTier(this.registry, this.lane, kind.word()));
	}

	private static final class OfTier {

		private final Counter records;

		private final Counter bytes;

		private final Counter givenUp;

		private final DistributionSummary batch;

		private final Timer answer;

		private final Timer age;

		OfTier(MeterRegistry registry, String lane, String tier) {
			Tags tags = Tags.of("lane", lane, "tier", tier);
			this.records = counter(registry, "tandem.delivery.records", "Records that the receiver has taken", tags);
			this.bytes = Counter.builder("tandem.delivery.sent")
				.description("Bodies that the receiver has taken")
				.baseUnit("bytes")
				.tags(tags)
				.register(registry);
			this.givenUp = counter(registry, "tandem.delivery.given.up",
					"Tries given up because records went elsewhere before the answer", tags);
			this.batch = DistributionSummary.builder("tandem.delivery.batch")
				.description("Records in a delivered batch")
				.baseUnit("records")
				.tags(tags)
				.register(registry);
			this.answer = timer(registry, "tandem.delivery.answer",
					"From sending a batch to its answer, whatever it was", tags);
			this.age = timer(registry, "tandem.delivery.age", "How old a batch's oldest record was when it was taken",
					tags);
		}

		private static Timer timer(MeterRegistry registry, String name, String description, Tags tags) {
			return Timer.builder(name).description(description).tags(tags).register(registry);
		}

	}

}
