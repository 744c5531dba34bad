package io.tandem.failover.control;

import io.tandem.failover.decision.EngineState;
import io.tandem.failover.decision.Transition.TierView;
import io.tandem.failover.detection.Tier;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the engine holds now, for everyone who is not the engine. Thread-safe: written by
 * the decider, read by anyone.
 */
public final class LatestState {

	private volatile @Nullable EngineState state;

	private volatile @Nullable Tier twin;

	/** Returns it; empty before the decider has begun. */
	public Optional<EngineState> get() {
		return Optional.ofNullable(this.state);
	}

	void set(EngineState state) {
		this.state = state;
	}

	/** Returns the second hub of critical agents; null while there is none. */
	public @Nullable Tier twin() {
		return this.twin;
	}

	void twin(@Nullable Tier tier) {
		this.twin = tier;
	}

	/**
	 * Returns the hub that records can go to while the tier they belong to says no; null
	 * if no other hub is healthy, they do not belong there, or a human has pinned them.
	 */
	@Nullable Tier detour(Tier from) {
		EngineState known = this.state;
		return (known != null && known.override() == null && known.route().tier().equals(from)) ? this.twin : null;
	}

	/** Returns what is held of a tier; empty for one that is not in the plan. */
	public Optional<TierView> tier(Tier tier) {
		EngineState known = this.state;
		return (known == null) ? Optional.empty()
				: known.tiers().stream().filter((view) -> view.tier().equals(tier)).findFirst();
	}

	/** Returns after how many nanoseconds a try at the tier is late. */
	long doubtAfterNanos(Tier tier) {
		EngineState known = this.state;
		return (known == null || tier.kind() == Tier.Kind.SPOOL) ? Long.MAX_VALUE : known.doubtAfterNanos(tier);
	}

}
