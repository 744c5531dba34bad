package io.tandem.failover.delivery;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
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
		this.refused = Counter.builder("tandem.delivery.refused")
			.description("Records that the receiver will never take; each is a recorded gap")
			.tag("lane", this.lane)
			.register(registry);
		this.left = Counter.builder("tandem.delivery.left")
			.description("Records left to the backlog because they were too old")
			.tag("lane", this.lane)
			.register(registry);
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
		Counter.builder("tandem.delivery.retries")
			.description("Failed tries; the records are sent again")
			.tag("lane", this.lane)
			.tag("tier", tier.kind().word())
			.tag("reason", reason)
			.register(this.registry)
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
		Counter.builder("tandem.delivery.twin")
			.description("Critical records by what became of their second copy; skipped ones count whoever sent them")
			.tag("outcome", outcome)
			.register(this.registry)
			.increment(records);
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
			this.records = Counter.builder("tandem.delivery.records")
				.description("Records that the receiver has taken")
				.tags("lane", lane, "tier", tier)
				.register(registry);
			this.bytes = Counter.builder("tandem.delivery.sent")
				.description("Bodies that the receiver has taken")
				.baseUnit("bytes")
				.tags("lane", lane, "tier", tier)
				.register(registry);
			this.givenUp = Counter.builder("tandem.delivery.given.up")
				.description("Tries given up because records went elsewhere before the answer")
				.tags("lane", lane, "tier", tier)
				.register(registry);
			this.batch = DistributionSummary.builder("tandem.delivery.batch")
				.description("Records in a delivered batch")
				.baseUnit("records")
				.tags("lane", lane, "tier", tier)
				.register(registry);
			this.answer = Timer.builder("tandem.delivery.answer")
				.description("From sending a batch to its answer, whatever it was")
				.tags("lane", lane, "tier", tier)
				.register(registry);
			this.age = Timer.builder("tandem.delivery.age")
				.description("How old a batch's oldest record was when it was taken")
				.tags("lane", lane, "tier", tier)
				.register(registry);
		}

	}

}
