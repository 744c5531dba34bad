package io.tandem.failover.control;

import io.tandem.failover.control.FailoverView.TierWord;
import io.tandem.failover.decision.EngineState;
import io.tandem.failover.decision.Transition.TierView;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Says what this machine's decider holds now, for its peers. Thread-safe. */
public final class OwnView {

	private final String machine;

	private final LatestState latest;

	private final WallClock clock;

	private final String boot = UUID.randomUUID().toString().substring(0, 8);

	private final AtomicLong sequence = new AtomicLong();

	OwnView(String machine, LatestState latest, WallClock clock) {
		this.machine = machine;
		this.latest = latest;
		this.clock = clock;
	}

	/** Returns a view of now; empty before the decider has begun. */
	public Optional<FailoverView> now() {
		return this.latest.get().map(this::of);
	}

	private FailoverView of(EngineState state) {
		List<TierWord> tiers = state.tiers()
			.stream()
			.filter((view) -> view.tier().isHub())
			.map((view) -> new TierWord(view.tier().toString(), view.state(), sinceSuccess(view)))
			.toList();
		return new FailoverView(this.machine, this.boot, this.sequence.incrementAndGet(),
				TimeUnit.NANOSECONDS.toMillis(this.clock.nanos()), state.number(), state.route().tier().toString(),
				tiers);
	}

	private static @Nullable Long sinceSuccess(TierView view) {
		return (view.sinceSuccessNanos() == Long.MAX_VALUE) ? null
				: Long.valueOf(TimeUnit.NANOSECONDS.toMillis(view.sinceSuccessNanos()));
	}

}
