package io.tandem.failover.control;

import io.tandem.failover.detection.Observation;
import io.tandem.failover.detection.Observation.Result;
import io.tandem.failover.detection.Observation.Source;
import io.tandem.failover.detection.Tier;
import io.tandem.service.security.ServiceHttp;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Probes tiers, each probe on a virtual thread of its own. Of a tier that answers none of
 * them only so many are under way at once; more would not be answered either.
 * Thread-safe.
 */
final class Probes implements Prober, AutoCloseable {

	private static final int MOST_UNDER_WAY = 8;

	private final Map<Tier, TierProbe> probes = new LinkedHashMap<>();

	private final Set<UnderWay> underWay = ConcurrentHashMap.newKeySet();

	private final Consumer<Observation> observations;

	private final ToLongFunction<Tier> doubtAfterNanos;

	private final LongSupplier nanos;

	private final ControlMeters meters;

	Probes(Plan plan, Consumer<Observation> observations, ToLongFunction<Tier> doubtAfterNanos, LongSupplier nanos,
			ControlMeters meters, ServiceHttp http) {
		this.observations = observations;
		this.doubtAfterNanos = doubtAfterNanos;
		this.nanos = nanos;
		this.meters = meters;
		for (TierTarget target : plan.targets()) {
			if (target.base() != null) {
				this.probes.put(target.tier(), target.tier().isHub() ? TierProbe.ofHub(target.base(), http)
						: TierProbe.ofPushgateway(target.base()));
			}
		}
	}

	@Override
	public void probe(Tier tier, long timeoutNanos) {
		long now = this.nanos.getAsLong();
		TierProbe probe = this.probes.get(tier);
		if (probe == null) {
			// what is written already takes records
			tell(tier, now, new Result.Success());
		}
		else if (this.underWay.stream().filter((each) -> each.tier.equals(tier)).count() >= MOST_UNDER_WAY) {
			tell(tier, now, new Result.Failure(Result.Failure.Kind.TIMEOUT,
					"not sent: " + MOST_UNDER_WAY + " probes have no answer yet"));
		}
		else {
			UnderWay started = new UnderWay(tier, now);
			this.underWay.add(started);
			Thread.ofVirtual().name("probe-" + tier).start(() -> run(started, probe, Duration.ofNanos(timeoutNanos)));
		}
	}

	private void run(UnderWay started, TierProbe probe, Duration timeout) {
		Result result = attempt(probe, timeout);
		this.underWay.remove(started);
		if (result != null) {
			tell(started.tier, started.at, result);
		}
	}

	/** Returns null if nobody wants to know any more. */
	private static @Nullable Result attempt(TierProbe probe, Duration timeout) {
		try {
			return probe.probe(timeout);
		}
		catch (InterruptedException ex) {
			return null;
		}
		catch (RuntimeException ex) {
			return new Result.Failure(Result.Failure.Kind.BROKEN, "broken: " + ex);
		}
	}

	private void tell(Tier tier, long startedAt, Result result) {
		long now = this.nanos.getAsLong();
		this.meters.probed(tier, result, now - startedAt);
		this.observations.accept(new Observation.Outcome(tier, Source.PROBE, startedAt, now, result));
	}

	@Override
	public void tick(long now) {
		for (UnderWay each : this.underWay) {
			if (now - each.at > this.doubtAfterNanos.applyAsLong(each.tier) && each.told.compareAndSet(false, true)) {
				this.observations.accept(new Observation.Overdue(each.tier, Source.PROBE, each.at, now));
			}
		}
	}

	@Override
	public void close() {
		this.probes.values().forEach(TierProbe::close);
	}

	private static final class UnderWay {

		private final Tier tier;

		private final long at;

		private final AtomicBoolean told = new AtomicBoolean();

		UnderWay(Tier tier, long at) {
			this.tier = tier;
			this.at = at;
		}

	}

}
