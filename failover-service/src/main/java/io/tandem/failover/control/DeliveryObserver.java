package io.tandem.failover.control;

import io.tandem.failover.delivery.DeliveryListener;
import io.tandem.failover.detection.Observation;
import io.tandem.failover.detection.Observation.Result;
import io.tandem.failover.detection.Observation.Source;
import io.tandem.failover.detection.Tier;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Turns deliveries into observations. Every failure is told; of successes, one in so many
 * milliseconds of each tier, and the first after a failure. Thread-safe.
 */
final class DeliveryObserver implements DeliveryListener {

	private static final long SPACING_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

	private final Map<Tier, AtomicLong> nextSuccess = new ConcurrentHashMap<>();

	private final Consumer<Observation> observations;

	private final LatestState latest;

	DeliveryObserver(Consumer<Observation> observations, LatestState latest) {
		this.observations = observations;
		this.latest = latest;
	}

	@Override
	public void ended(Tier tier, long startedAt, long endedAt, Result result) {
		AtomicLong next = this.nextSuccess.computeIfAbsent(tier, (absent) -> new AtomicLong(endedAt));
		if (result instanceof Result.Success) {
			long due = next.get();
			if (endedAt - due < 0 || !next.compareAndSet(due, endedAt + SPACING_NANOS)) {
				return;
			}
		}
		else {
			next.set(endedAt);
		}
		this.observations.accept(new Observation.Outcome(tier, Source.DELIVERY, startedAt, endedAt, result));
	}

	@Override
	public void overdue(Tier tier, long startedAt, long at) {
		this.nextSuccess.computeIfAbsent(tier, (absent) -> new AtomicLong(at)).set(at);
		this.observations.accept(new Observation.Overdue(tier, Source.DELIVERY, startedAt, at));
	}

	@Override
	public long doubtAfterNanos(Tier tier) {
		return this.latest.doubtAfterNanos(tier);
	}

	@Override
	public @Nullable Tier detour(Tier from) {
		return this.latest.detour(from);
	}

}
